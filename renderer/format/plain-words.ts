const abbreviations: Readonly<Record<string, string>> = {
  api: 'API',
  crm: 'CRM',
  erp: 'ERP',
  fx: 'FX',
  id: 'id',
  netsuite: 'NetSuite',
};

/** A code as people say it: `invoice-to-erp` as "Invoice to ERP"; roles, systems and kinds of records likewise. */
export function plainWords(name: string): string {
  const words = name
    .toLowerCase()
    .split(/[-_]/)
    .map((word) => abbreviations[word] ?? word)
    .join(' ');
  return capital(words);
}

/** With a capital, as a label or a sentence begins. */
export function capital(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}
