import { customType } from 'drizzle-orm/sqlite-core';
import { assert } from '../base/assert.ts';

/**
 * Minor units as an SQLite integer. The driver hands out doubles, so a value past 2^53 would already be wrong when it
 * arrives: reading one is a bug and asserts.
 */
export const minorUnits = customType<{ data: bigint; driverData: number | bigint }>({
  dataType: () => 'integer',
  fromDriver: (stored) => {
    assert(typeof stored === 'bigint' || Number.isSafeInteger(stored), `unsafe amount read: ${stored}`);
    return BigInt(stored);
  },
  toDriver: (amount) => {
    assert(
      amount <= BigInt(Number.MAX_SAFE_INTEGER) && amount >= -BigInt(Number.MAX_SAFE_INTEGER),
      `amount beyond the safe range: ${amount}`,
    );
    return Number(amount);
  },
});

/** 0 or 1. */
export const flag = customType<{ data: boolean; driverData: number }>({
  dataType: () => 'integer',
  fromDriver: (stored) => stored === 1,
  toDriver: (value) => (value ? 1 : 0),
});
