import { capital } from '#renderer/format/plain-words.ts';

const upper = new Set(['erp', 'crm', 'fx', 'id']);

/** A code as people read it: `ERP_CUSTOMER_MISSING` is "ERP customer missing". */
export function codeWords(code: string): string {
  const words = code
    .toLowerCase()
    .split('_')
    .map((word) => (upper.has(word) ? word.toUpperCase() : word))
    .join(' ');
  return capital(words);
}

/** A value that is a code reads as its words; any other stays as it is. */
export function valueWords(value: string): string {
  return /^[A-Z]+(?:_[A-Z]+)+$/.test(value) ? codeWords(value) : value;
}

/** A role as people read it. */
export function roleWords(role: string): string {
  return capital(role.replaceAll('-', ' '));
}
