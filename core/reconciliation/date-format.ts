/** Where year, month and day stand in a date of fixed width, and the characters between them. */
export interface DateFormat {
  readonly length: number;
  readonly yearAt: number;
  readonly monthAt: number;
  readonly dayAt: number;
  /** Position and byte of every separator. */
  readonly separators: readonly { readonly at: number; readonly byte: number }[];
}

/** Reads `YYYY-MM-DD` and the like: YYYY, MM and DD once each, any printable characters between; null for others. */
export function parseDateFormat(pattern: string): DateFormat | null {
  const yearAt = pattern.indexOf('YYYY');
  const monthAt = pattern.indexOf('MM');
  const dayAt = pattern.indexOf('DD');
  if (yearAt < 0 || monthAt < 0 || dayAt < 0 || pattern.length > 14) return null;
  const separators: { at: number; byte: number }[] = [];
  for (let at = 0; at < pattern.length; at += 1) {
    const isField =
      (at >= yearAt && at < yearAt + 4) ||
      (at >= monthAt && at < monthAt + 2) ||
      (at >= dayAt && at < dayAt + 2);
    if (isField) continue;
    const byte = pattern.charCodeAt(at);
    if (!/[ -/:.,_]/.test(pattern.charAt(at))) return null;
    separators.push({ at, byte });
  }
  return { length: pattern.length, yearAt, monthAt, dayAt, separators };
}

/** Returned for a text that is not a day of the format. */
export const notADay = Number.NEGATIVE_INFINITY;

/** The day number of `bytes[from, to)`, or `notADay`. Days that the calendar does not have are refused. */
export function dayNumberOf(bytes: Uint8Array, from: number, to: number, format: DateFormat): number {
  if (to - from !== format.length) return notADay;
  for (const separator of format.separators) {
    if (bytes[from + separator.at] !== separator.byte) return notADay;
  }
  const year = digits(bytes, from + format.yearAt, 4);
  const month = digits(bytes, from + format.monthAt, 2);
  const day = digits(bytes, from + format.dayAt, 2);
  if (year < 1 || month < 1 || month > 12 || day < 1 || day > daysInMonth(year, month)) return notADay;
  return civilDay(year, month, day);
}

function digits(bytes: Uint8Array, from: number, count: number): number {
  let value = 0;
  for (let at = from; at < from + count; at += 1) {
    const digit = (bytes[at] as number) - 48;
    if (digit < 0 || digit > 9) return -1;
    value = value * 10 + digit;
  }
  return value;
}

function daysInMonth(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

/** Days since 1970-01-01 in the Gregorian calendar, counting years from March so that leap days come last. */
function civilDay(year: number, month: number, day: number): number {
  const shifted = month <= 2 ? year - 1 : year;
  const era = Math.floor(shifted / 400);
  const yearOfEra = shifted - era * 400;
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * 146_097 + dayOfEra - 719_468;
}
