import { storedTypes } from './contract/values';
import { objectId } from './ids';
import {
	defaultBusinessEvents,
	defaultExperiences,
	defaultIdentifiers,
	defaultUsers,
	type SimulatedExperience,
} from './seed';
import type {
	AcceptedExperienceEvent,
	AcceptedRecords,
	BusinessEventDataType,
	JsonObject,
	SimulatedBusinessEvent,
	SimulatedUser,
	SimulatorOptions,
	StoredAttributes,
} from './types';

/** A business event as Search Business Event returns it, and whether a campaign listens to it. */
export interface BusinessEvent {
	eventId: string;
	internalId: string;
	eventName: string;
	attributes: Map<string, BusinessEventDataType>;
	createdBy: string;
	createdAt: number;
	lastReceivedAt: number;
	triggers: number;
	activeCampaign: boolean;
}

/** A user profile. */
export interface KnownUser {
	moengageId: string;
	customerId?: string;
	attributes: JsonObject;
}

function emptyRecords(): AcceptedRecords {
	return {
		events: [],
		businessEvents: [],
		createdBusinessEvents: [],
		experienceEvents: [],
		duplicateExperienceEvents: 0,
		users: [],
		devices: [],
		mergedPairs: [],
		deletedUsers: [],
		deviceActions: [],
	};
}

function userKey(identifierType: string, identifier: string): string {
	return `${identifierType}\n${identifier}`;
}

/** One MoEngage workspace: what it knows from the start, and what it has accepted since. */
export class Workspace {
	readonly accepted = emptyRecords();
	readonly stored: StoredAttributes[] = [];
	readonly experiences: SimulatedExperience[] = defaultExperiences;
	readonly businessEvents = new Map<string, BusinessEvent>();
	readonly identifiers: string[];

	private readonly seedEvents: SimulatedBusinessEvent[];
	private readonly seedUsers: SimulatedUser[];
	private readonly users = new Map<string, KnownUser>();
	private readonly seenUuids = new Set<string>();

	constructor(
		readonly id: string,
		seed: Pick<SimulatorOptions, 'businessEvents' | 'users' | 'identifiers'>,
	) {
		this.seedEvents = seed.businessEvents ?? defaultBusinessEvents;
		this.seedUsers = seed.users ?? defaultUsers;
		this.identifiers = seed.identifiers ?? defaultIdentifiers;
		this.plantSeed();
	}

	reset(): void {
		for (const records of Object.values(this.accepted)) {
			if (Array.isArray(records)) records.length = 0;
		}
		this.accepted.duplicateExperienceEvents = 0;
		this.stored.length = 0;
		this.businessEvents.clear();
		this.users.clear();
		this.seenUuids.clear();
		this.plantSeed();
	}

	/** Notes as what the attributes of something accepted are stored. */
	store(of: StoredAttributes['of'], attributes: JsonObject): void {
		this.stored.push({ of, types: storedTypes(attributes) });
	}

	addBusinessEvent(event: SimulatedBusinessEvent): BusinessEvent {
		const now = Date.now();
		const added = {
			eventId: event.eventId ?? objectId(),
			internalId: objectId(),
			eventName: event.eventName,
			attributes: new Map(Object.entries(event.attributes)),
			createdBy: event.createdBy ?? 'john.doe@example.com',
			createdAt: now,
			lastReceivedAt: now,
			triggers: 0,
			activeCampaign: event.activeCampaign ?? true,
		};
		this.businessEvents.set(event.eventName, added);
		return added;
	}

	/** Looks a user up by `customer_id`, `moengage_id` (also spelt `id`) or an identifier. */
	findUser(identifierType: string, identifier: string): KnownUser | undefined {
		const type = identifierType === 'id' ? 'moengage_id' : identifierType;
		return this.users.get(userKey(type, identifier));
	}

	/** The user with this `customer_id` or, without one, with one of the identifying attributes. */
	matchUser(customerId: string | undefined, attributes: JsonObject): KnownUser | undefined {
		if (customerId !== undefined) return this.findUser('customer_id', customerId);
		for (const [name, value] of this.identifying(attributes)) {
			const user = this.findUser(name, value);
			if (user) return user;
		}
		return undefined;
	}

	/** Creates or updates a user. */
	upsertUser(
		customerId: string | undefined,
		attributes: JsonObject,
		moengageId = objectId(),
	): KnownUser {
		const user = this.matchUser(customerId, attributes) ?? {
			moengageId,
			customerId,
			attributes: {},
		};
		Object.assign(user.attributes, attributes);
		this.users.set(userKey('moengage_id', user.moengageId), user);
		if (customerId !== undefined) this.users.set(userKey('customer_id', customerId), user);
		for (const [name, value] of this.identifying(attributes)) {
			this.users.set(userKey(name, value), user);
		}
		return user;
	}

	/** Whether the attributes name a user by themselves (Identity Resolution). */
	identifies(attributes: JsonObject): boolean {
		return this.identifying(attributes).length > 0;
	}

	/** Counts an experience event once per uuid (seed S4, note on idempotency). */
	addExperienceEvent(event: AcceptedExperienceEvent): void {
		const uuid = event.uuid.toLowerCase();
		if (this.seenUuids.has(uuid)) {
			this.accepted.duplicateExperienceEvents++;
			return;
		}
		this.seenUuids.add(uuid);
		this.accepted.experienceEvents.push(event);
	}

	private identifying(attributes: JsonObject): Array<[string, string]> {
		return this.identifiers
			.filter((name) => typeof attributes[name] === 'string' && attributes[name] !== '')
			.map((name) => [name, attributes[name] as string]);
	}

	private plantSeed(): void {
		for (const event of this.seedEvents) this.addBusinessEvent(event);
		for (const { customerId, attributes, moengageId } of this.seedUsers) {
			this.upsertUser(customerId, attributes ?? {}, moengageId);
		}
	}
}
