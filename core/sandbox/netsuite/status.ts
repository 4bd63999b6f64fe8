import type { DocumentType, SandboxDocument } from './model.ts';

/** NetSuite's status letter and its text; the letters mean different things per record type. */
export interface DocumentStatus {
  readonly id: string;
  readonly refName: string;
}

const STATUS_NAMES: Readonly<Record<DocumentType, Readonly<Record<string, string>>>> = {
  invoice: { A: 'Open', B: 'Paid In Full', V: 'Voided' },
  creditMemo: { A: 'Open', B: 'Fully Applied', V: 'Voided' },
  customerPayment: { B: 'Not Deposited', C: 'Deposited', V: 'Voided' },
  customerRefund: { R: 'Refunded', V: 'Voided' },
  journalEntry: { B: 'Approved for Posting', V: 'Voided' },
};

export function documentStatus(document: SandboxDocument, remainingMinor: number): DocumentStatus {
  const id = statusLetter(document, remainingMinor);
  return { id, refName: STATUS_NAMES[document.type][id] ?? id };
}

function statusLetter(document: SandboxDocument, remainingMinor: number): string {
  if (document.voided) return 'V';
  switch (document.type) {
    case 'invoice':
    case 'creditMemo':
      return remainingMinor === 0 ? 'B' : 'A';
    case 'customerPayment':
      return document.accountId === null ? 'B' : 'C';
    case 'customerRefund':
      return 'R';
    case 'journalEntry':
      return 'B';
  }
}

/** Every status of every type, for BUILTIN.DF(status). */
export function allStatusNames(): readonly { type: DocumentType; id: string; name: string }[] {
  return Object.entries(STATUS_NAMES).flatMap(([type, names]) =>
    Object.entries(names).map(([id, name]) => ({ type: type as DocumentType, id, name })),
  );
}
