/// <reference lib="dom" />
/// <reference lib="dom.iterable" />

/** Functions that the browser runs inside of the page: they may use nothing from outside of themselves. */

/** What a user can read within an element, in the order of the page: texts, values and placeholders. */
export function readableTexts(root: Element): string[] {
	const frame = root.getBoundingClientRect();
	const isInFrame = ({ top, bottom, left, right, width, height }: DOMRect) =>
		width > 0 &&
		height > 0 &&
		top < frame.bottom &&
		bottom > frame.top &&
		left < frame.right &&
		right > frame.left;
	const isShown = (element: Element) =>
		element.checkVisibility({ opacityProperty: true, visibilityProperty: true });
	const ofInput = (input: HTMLInputElement) => {
		if (!isShown(input) || !isInFrame(input.getBoundingClientRect())) return '';
		return input.type === 'password' && input.value !== ''
			? '••••'
			: input.value || input.placeholder;
	};
	const ofText = (text: Node) => {
		const { parentElement: parent } = text;
		const range = document.createRange();
		range.selectNodeContents(text);
		const isReadable =
			parent !== null && isShown(parent) && isInFrame(range.getBoundingClientRect());
		return isReadable ? (text.textContent ?? '') : '';
	};

	const found: string[] = [];
	const walker = document.createTreeWalker(root, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT);
	for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
		if (node instanceof HTMLInputElement) found.push(ofInput(node));
		else if (node.nodeType === Node.TEXT_NODE) found.push(ofText(node));
	}
	return found.map((text) => text.replace(/\s+/g, ' ').trim()).filter((text) => text !== '');
}

/** Texts and placeholders within an element that have less room than they need. */
export function cutOffTexts(root: Element): string[] {
	const pen = document.createElement('canvas').getContext('2d');
	const widthOf = (text: string, { font }: CSSStyleDeclaration) => {
		if (pen === null) throw new Error('The browser has no canvas to measure texts with');
		pen.font = font;
		return pen.measureText(text).width;
	};
	const isCut = (element: Element) => {
		const style = getComputedStyle(element);
		if (element instanceof HTMLInputElement) {
			const room =
				element.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight);
			return room > 0 && widthOf(element.value || element.placeholder, style) > room + 1;
		}
		const hasText = [...element.childNodes].some(
			(child) => child.nodeType === Node.TEXT_NODE && (child.textContent ?? '').trim() !== '',
		);
		return hasText && style.overflowX !== 'visible' && element.scrollWidth > element.clientWidth;
	};
	return [...root.querySelectorAll('*')]
		.filter((element) => element.checkVisibility() && isCut(element))
		.map((element) =>
			element instanceof HTMLInputElement
				? element.value || element.placeholder
				: (element.textContent ?? ''),
		);
}

/** Shows the last columns of a table that is wider than its place. */
export function scrollToLastColumn(table: Element): void {
	for (let above = table.parentElement; above !== null; above = above.parentElement) {
		above.scrollLeft = above.scrollWidth;
	}
}
