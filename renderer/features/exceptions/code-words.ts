const upper = new Set(['erp', 'crm', 'fx', 'id']);

/** A code as people read it: `ERP_CUSTOMER_MISSING` is "ERP customer missing". */
export function codeWords(code: string): string {
  const words = code
    .toLowerCase()
    .split('_')
    .map((word) => (upper.has(word) ? word.toUpperCase() : word))
    .join(' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** A role as people read it. */
export function roleWords(role: string): string {
  const words = role.replaceAll('-', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}
