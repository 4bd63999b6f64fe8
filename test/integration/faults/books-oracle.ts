import type { DocumentType, SandboxDocument } from '#core/sandbox/netsuite/model.ts';
import type { SampleOrganisations } from '#core/sandbox/company/seed-company.ts';

/** What a billing document must have become in the ERP: exactly one document of this type, with this amount. */
interface Due {
  readonly type: DocumentType;
  readonly reference: string;
  readonly totalMinor: number;
}

/**
 * Judges the two organisations' own stores and nothing of ours: every billing document is in the ERP exactly once with its
 * amount, and nothing else was made there over the API. Returns what is wrong, as sentences.
 */
export function wrongBooks(
  organisations: SampleOrganisations,
  options: { readonly mayMiss?: boolean } = {},
): string[] {
  const due = dueDocuments(organisations);
  const documents = documentsByReference(organisations);
  const wrong: string[] = [];
  for (const one of due) {
    const found = documents.get(`${one.type} ${one.reference}`) ?? [];
    if (found.length > 1) wrong.push(`${found.length} × ${one.type} for ${one.reference}: duplicate`);
    if (found.length === 0 && options.mayMiss !== true)
      wrong.push(`no ${one.type} for ${one.reference}: lost`);
    for (const { id, totalMinor } of found) {
      if (totalMinor !== one.totalMinor)
        wrong.push(`${one.type} ${id}: ${totalMinor} instead of ${one.totalMinor}`);
    }
  }
  return [...wrong, ...externalIdsTwice(organisations), ...unasked(organisations, due)];
}

function dueDocuments({ stripe }: SampleOrganisations): Due[] {
  const due: Due[] = [];
  for (const row of stripe.store.rows('invoice')) {
    if (row.status === 'draft' || row.status === 'void' || row.total === 0) continue;
    due.push({ type: 'invoice', reference: row.number ?? '', totalMinor: row.total });
  }
  for (const row of stripe.store.rows('charge')) {
    if (row.status === 'succeeded')
      due.push({ type: 'customerPayment', reference: row.id, totalMinor: row.amount });
  }
  return due;
}

/** What stands in the ERP for each billing document, by type and by its number or, in the memo, its id. */
function documentsByReference({ netsuite }: SampleOrganisations): Map<string, SandboxDocument[]> {
  const documents = new Map<string, SandboxDocument[]>();
  for (const type of ['invoice', 'customerPayment'] as const) {
    for (const document of netsuite.store.documentsOf(type)) {
      if (document.voided) continue;
      const words = (document.memo ?? '').split(/[^A-Za-z0-9_-]+/);
      for (const reference of new Set([document.otherRefNum ?? '', ...words])) {
        const key = `${type} ${reference}`;
        documents.set(key, [...(documents.get(key) ?? []), document]);
      }
    }
  }
  return documents;
}

function externalIdsTwice({ netsuite }: SampleOrganisations): string[] {
  const seen = new Map<string, number>();
  for (const type of ['invoice', 'creditMemo', 'customerPayment', 'customerRefund'] as const) {
    for (const { externalId } of netsuite.store.documentsOf(type)) {
      if (externalId !== null) seen.set(externalId, (seen.get(externalId) ?? 0) + 1);
    }
  }
  return [...seen]
    .filter(([, count]) => count > 1)
    .map(([id, count]) => `external id ${id} stands ${count} times`);
}

function unasked(organisations: SampleOrganisations, due: readonly Due[]): string[] {
  const made = organisations.netsuite.commits
    .all()
    .filter(({ by, action }) => by === 'api' && action === 'create');
  return made.length > due.length
    ? [`${made.length} documents were made for ${due.length} that were due`]
    : [];
}
