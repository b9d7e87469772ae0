import { defaultApiKey } from './auth';
import {
	defaultCampaigns,
	defaultFlows,
	type SimulatedCampaign,
	type SimulatedFlow,
} from './campaigns';
import { Catalog, defaultCatalogs } from './catalogs';
import { storedTypes } from './contract/values';
import { defaultCouponLists, type SimulatedCouponList } from './coupons';
import { defaultImports, type SimulatedImport } from './imports';
import { IdempotencyKeys } from './idempotency';
import { objectId } from './ids';
import {
	defaultBusinessEvents,
	defaultCategories,
	defaultExperiences,
	defaultIdentifiers,
	defaultSegments,
	defaultUsers,
	type SimulatedExperience,
	type SubscriptionCategory,
} from './seed';
import type {
	AcceptedExperienceEvent,
	AcceptedRecords,
	BusinessEventDataType,
	JsonObject,
	SimulatedApiKey,
	SimulatedBusinessEvent,
	SimulatedSegment,
	SimulatedCatalog,
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
	campaignIds: string[];
	flowIds: string[];
	triggersLeft: number;
}

/** A user profile. */
export interface KnownUser {
	moengageId: string;
	customerId?: string;
	attributes: JsonObject;
}

/** What a user is subscribed to. */
export interface Preferences {
	isGloballyUnsubscribed: boolean;
	/** By category; what is not in it was never changed. */
	subscribed: Record<string, boolean>;
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
		erasures: [],
		deviceActions: [],
		subscriptionUpdates: [],
		optIns: [],
		segmentChanges: [],
		couponChanges: [],
		couponUploads: [],
		startedImports: [],
		resubscriptions: [],
		statusChanges: [],
		alerts: [],
		catalogChanges: [],
		cohortChanges: [],
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
	readonly subscriptionCategories: SubscriptionCategory[] = defaultCategories;
	/** By ID, in the order in which a search finds them. */
	readonly campaigns = new Map<string, SimulatedCampaign>();
	readonly flows = new Map<string, SimulatedFlow>();
	/** By ID. */
	readonly couponLists = new Map<string, SimulatedCouponList>();
	/** By ID. */
	readonly imports = new Map<string, SimulatedImport>();
	readonly importSpeed: number;
	readonly idempotencyKeys = new IdempotencyKeys();
	readonly businessEvents = new Map<string, BusinessEvent>();
	/** By ID. */
	readonly catalogs = new Map<string, Catalog>();
	/** Custom segments, by ID; cohorts by theirs. */
	readonly segments = new Map<string, SimulatedSegment>();
	readonly identifiers: string[];
	readonly apiKey: SimulatedApiKey;
	readonly projects: string[];
	/** Transactions of alerts, with the time at which the last request with it was accepted. */
	readonly transactions = new Map<string, number>();

	private readonly seedEvents: SimulatedBusinessEvent[];
	private readonly seedCampaigns: readonly SimulatedCampaign[];
	private readonly seedFlows: readonly SimulatedFlow[];
	private readonly seedCouponLists: readonly SimulatedCouponList[];
	private readonly seedImports: readonly SimulatedImport[];
	private readonly seedUsers: SimulatedUser[];
	private readonly seedCatalogs: SimulatedCatalog[];
	private readonly holdsUser: (customerId: string) => boolean;
	private readonly users = new Map<string, KnownUser>();
	private readonly preferences = new Map<KnownUser, Preferences>();
	private readonly seen = new Set<string>();

	constructor(
		readonly id: string,
		seed: Pick<
			SimulatorOptions,
			| 'apiKey'
			| 'businessEvents'
			| 'campaigns'
			| 'catalogs'
			| 'couponLists'
			| 'flows'
			| 'holdsUser'
			| 'identifiers'
			| 'projects'
			| 'imports'
			| 'importSpeed'
			| 'users'
		>,
	) {
		this.seedEvents = seed.businessEvents ?? defaultBusinessEvents;
		this.seedCampaigns = seed.campaigns ?? defaultCampaigns;
		this.seedFlows = seed.flows ?? defaultFlows;
		this.seedCouponLists = seed.couponLists ?? defaultCouponLists;
		this.seedImports = seed.imports ?? defaultImports;
		this.importSpeed = seed.importSpeed ?? 1;
		this.seedUsers = seed.users ?? defaultUsers;
		this.seedCatalogs = seed.catalogs ?? defaultCatalogs;
		this.holdsUser = seed.holdsUser ?? (() => false);
		this.identifiers = seed.identifiers ?? defaultIdentifiers;
		this.projects = seed.projects ?? [];
		this.apiKey = { ...defaultApiKey, ...seed.apiKey };
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
		this.catalogs.clear();
		this.segments.clear();
		this.seen.clear();
		this.idempotencyKeys.clear();
		this.preferences.clear();
		this.campaigns.clear();
		this.flows.clear();
		this.imports.clear();
		this.couponLists.clear();
		this.transactions.clear();
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
			campaignIds: event.campaigns ?? (event.activeCampaign === false ? [] : [objectId()]),
			flowIds: event.flows ?? [],
			triggersLeft: event.triggersLeft ?? Infinity,
		};
		this.businessEvents.set(event.eventName, added);
		return added;
	}

	/** Looks a user up by `customer_id`, `moengage_id` (also spelt `id`) or an identifier. */
	findUser(identifierType: string, identifier: string): KnownUser | undefined {
		const type = identifierType === 'id' ? 'moengage_id' : identifierType;
		const found = this.users.get(userKey(type, identifier));
		if (found || type !== 'customer_id' || !this.holdsUser(identifier)) return found;
		const held = { moengageId: objectId(), customerId: identifier, attributes: {} };
		this.users.set(userKey('moengage_id', held.moengageId), held);
		this.users.set(userKey('customer_id', identifier), held);
		return held;
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

	/** Every user with this value of an attribute. */
	usersWith(attribute: string, value: unknown): KnownUser[] {
		const users = new Set(this.users.values());
		return [...users].filter(({ attributes }) => attributes[attribute] === value);
	}

	/** What a user is subscribed to, to be changed in place. */
	preferencesOf(user: KnownUser): Preferences {
		const known = this.preferences.get(user) ?? { isGloballyUnsubscribed: false, subscribed: {} };
		this.preferences.set(user, known);
		return known;
	}

	/** Whether the attributes name a user by themselves (Identity Resolution). */
	identifies(attributes: JsonObject): boolean {
		return this.identifying(attributes).length > 0;
	}

	/** Whether a payload comes for the first time. */
	isFirst(payload: string): boolean {
		const isFirst = !this.seen.has(payload);
		this.seen.add(payload);
		return isFirst;
	}

	/** Counts an experience event once per uuid (Report Experience Events reference, note on idempotency). */
	addExperienceEvent(event: AcceptedExperienceEvent): void {
		if (this.isFirst(event.uuid.toLowerCase())) this.accepted.experienceEvents.push(event);
		else this.accepted.duplicateExperienceEvents++;
	}

	private identifying(attributes: JsonObject): Array<[string, string]> {
		return this.identifiers
			.filter((name) => typeof attributes[name] === 'string' && attributes[name] !== '')
			.map((name) => [name, attributes[name] as string]);
	}

	private plantSeed(): void {
		for (const campaign of this.seedCampaigns) this.campaigns.set(campaign.id, { ...campaign });
		for (const list of this.seedCouponLists) {
			this.couponLists.set(list.id, { ...list, files: [...list.files] });
		}
		for (const one of this.seedImports) this.imports.set(one.importId, { ...one });
		for (const flow of this.seedFlows) this.flows.set(flow.id, { ...flow });
		for (const event of this.seedEvents) this.addBusinessEvent(event);
		for (const segment of defaultSegments) this.segments.set(segment.id, segment);
		for (const seed of this.seedCatalogs) this.catalogs.set(seed.catalogId, new Catalog(seed));
		for (const { customerId, attributes, moengageId } of this.seedUsers) {
			this.upsertUser(customerId, attributes ?? {}, moengageId);
		}
	}
}
