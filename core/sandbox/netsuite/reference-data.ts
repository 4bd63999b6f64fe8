import { assert } from '#core/base/assert.ts';
import type { Clock, EpochMs } from '#core/base/clock.ts';
import type {
  Account,
  Currency,
  Dimension,
  Employee,
  Item,
  Period,
  ReferenceType,
  Subsidiary,
  TaxCode,
} from './model.ts';

interface Row {
  readonly id: number;
  readonly externalId: string | null;
  readonly isInactive: boolean;
  readonly modifiedAtMs: EpochMs;
}

/** What a seeding call gives; the rest has defaults. */
export type NewRow<T extends Row> = Omit<T, keyof Row> & {
  readonly id?: number;
  readonly externalId?: string;
};

/** One list of read-only records. Changes come from the store's seeding and control calls only. */
export class ReferenceList<T extends Row> {
  readonly #rows = new Map<number, T>();
  readonly #clock: Clock;
  readonly #changed: (row: T) => void;
  #nextId = 1;

  constructor(clock: Clock, changed: (row: T) => void) {
    this.#clock = clock;
    this.#changed = changed;
  }

  /** Adds a row and returns its internal id. */
  add(row: NewRow<T>): number {
    const id = row.id ?? this.#nextId;
    assert(!this.#rows.has(id), `id ${id} is taken`);
    this.#nextId = Math.max(this.#nextId, id + 1);
    const complete = {
      ...row,
      id,
      externalId: row.externalId ?? null,
      isInactive: false,
      modifiedAtMs: this.#clock.now(),
    };
    this.#set(complete as unknown as T);
    return id;
  }

  update(id: number, patch: Partial<Omit<T, 'id'>>): void {
    const row = this.#rows.get(id);
    assert(row, `no row ${id}`);
    this.#set({ ...row, ...patch, modifiedAtMs: this.#clock.now() });
  }

  get(id: number): T | undefined {
    return this.#rows.get(id);
  }

  find(matches: (row: T) => boolean): T | undefined {
    for (const row of this.#rows.values()) if (matches(row)) return row;
    return undefined;
  }

  all(): readonly T[] {
    return [...this.#rows.values()];
  }

  #set(row: T): void {
    this.#rows.set(row.id, row);
    this.#changed(row);
  }
}

/** Row type of each list of reference records. */
export interface ReferenceRows {
  accountingPeriod: Period;
  subsidiary: Subsidiary;
  department: Dimension;
  classification: Dimension;
  location: Dimension;
  account: Account;
  currency: Currency;
  serviceSaleItem: Item;
  salesTaxItem: TaxCode;
}

export type ReferenceLists = { readonly [Type in ReferenceType]: ReferenceList<ReferenceRows[Type]> };

export type ReferenceChange = (type: ReferenceType, row: ReferenceRows[ReferenceType]) => void;

export function createReferenceLists(clock: Clock, changed: ReferenceChange): ReferenceLists {
  const list = <Type extends ReferenceType>(type: Type) =>
    new ReferenceList<ReferenceRows[Type]>(clock, (row) => changed(type, row));
  return {
    accountingPeriod: list('accountingPeriod'),
    subsidiary: list('subsidiary'),
    department: list('department'),
    classification: list('classification'),
    location: list('location'),
    account: list('account'),
    currency: list('currency'),
    serviceSaleItem: list('serviceSaleItem'),
    salesTaxItem: list('salesTaxItem'),
  };
}

/** The users whose names show as created by and last modified by. */
export class EmployeeList {
  readonly #byId = new Map<number, Employee>();
  readonly #changed: (employee: Employee) => void;

  constructor(changed: (employee: Employee) => void) {
    this.#changed = changed;
  }

  put(employee: Employee): void {
    this.#byId.set(employee.id, employee);
    this.#changed(employee);
  }

  get(id: number): Employee | undefined {
    return this.#byId.get(id);
  }

  all(): readonly Employee[] {
    return [...this.#byId.values()];
  }
}
