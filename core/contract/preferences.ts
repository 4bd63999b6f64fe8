import * as z from 'zod';

const localePattern = /^[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,4}$/;

/** Whether this machine knows a locale by that name. */
function isLocale(tag: string): boolean {
  if (!localePattern.test(tag)) return false;
  try {
    return Intl.NumberFormat.supportedLocalesOf([tag]).length === 1;
  } catch {
    return false;
  }
}

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}

const clockTime = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'is not a time such as 18:00');
const commandId = z
  .string()
  .regex(/^[a-z][A-Za-z]*(?:[.-][a-zA-Z]+)*$/, 'is not the id of a command')
  .max(80);
const binding = z.string().trim().min(1, 'is empty').max(60);

/** The part of an address after the `?` that a person gave a name: filter, sort, columns, pins. */
export const savedViewSchema = z.strictObject({
  id: z.string().min(1).max(64),
  screen: z.string().regex(/^[a-z][a-z-]{0,40}$/, 'is not a screen'),
  name: z.string().trim().min(1, 'is empty').max(80),
  search: z.record(z.string().max(80), z.json()),
});

/** Null times: notifications come at any hour. */
const quietHoursSchema = z
  .strictObject({ from: clockTime, to: clockTime })
  .refine(({ from, to }) => from !== to, 'ends when it begins');

const members = {
  theme: z.enum(['system', 'light', 'dark', 'contrast']),
  density: z.enum(['compact', 'normal', 'roomy']),
  /** BCP 47; null follows the machine. */
  locale: z.string().max(40).refine(isLocale, 'is not a locale such as en-GB or de-CH').nullable(),
  /** IANA; null follows the machine. */
  timeZone: z.string().max(64).refine(isTimeZone, 'is not a time zone such as Europe/Zurich').nullable(),
  /** `locale` is what the locale does in accounts. */
  negativeStyle: z.enum(['locale', 'minus', 'parentheses']),
  /** Whether bare letters are commands in a triage grid (WCAG 2.2, 2.1.4). */
  singleLetterKeys: z.boolean(),
  /** By command id; an empty list takes a command's keys away. */
  keyRemaps: z.record(commandId, z.array(binding).max(4)),
  quietHours: quietHoursSchema.nullable(),
  savedViews: z.array(savedViewSchema).max(200, 'are more than 200'),
} as const;

/** How one person likes the cockpit. Personal, so neither an event nor seen by others. */
export const preferencesSchema = z.strictObject(members);

export type Preferences = z.output<typeof preferencesSchema>;
export type SavedView = z.output<typeof savedViewSchema>;

export const defaultPreferences: Preferences = {
  theme: 'system',
  density: 'normal',
  locale: null,
  timeZone: null,
  negativeStyle: 'locale',
  singleLetterKeys: true,
  keyRemaps: {},
  quietHours: null,
  savedViews: [],
};

/** What is given changes; the rest stays. */
export const changePreferencesInput = preferencesSchema.partial();

/**
 * Preferences as they were kept, perhaps by another version: what is missing or no longer fits is the default, and never
 * keeps a person out of their screen.
 */
export function readPreferences(kept: unknown): Preferences {
  const given = typeof kept === 'object' && kept !== null ? (kept as Readonly<Record<string, unknown>>) : {};
  const read = Object.entries(members).map(([name, schema]) => {
    const parsed = schema.safeParse(given[name]);
    return [name, parsed.success ? parsed.data : defaultPreferences[name as keyof Preferences]] as const;
  });
  return Object.fromEntries(read) as Preferences;
}
