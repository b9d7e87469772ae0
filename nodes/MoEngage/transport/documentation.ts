/** Address of a page of this project's documentation, such as `operations/event.md#track`. */
export function documentation(page: string): string {
	return `https://github.com/n8n-nodes-moengage/n8n-nodes-moengage/blob/main/docs/${page}`;
}
