import { Cloud, Landmark, type LucideIcon, ReceiptText, Scale } from 'lucide-react';
import type { WireHop } from '#core/contract/trace.ts';
import { plainWords } from '#renderer/format/plain-words.ts';
import { statusOf } from '#renderer/ui/status-catalogue.ts';

interface SystemLook {
  readonly word: string;
  readonly icon: LucideIcon;
  /** Fill of its bars. */
  readonly bar: string;
}

const systems: Readonly<Record<string, SystemLook>> = {
  crm: { word: 'CRM', icon: Cloud, bar: 'bg-series-2' },
  billing: { word: 'Billing', icon: ReceiptText, bar: 'bg-series-3' },
  tieout: { word: 'Tieout', icon: Scale, bar: 'bg-series-1' },
  erp: { word: 'ERP', icon: Landmark, bar: 'bg-series-4' },
};

const unknown: SystemLook = { word: 'Elsewhere', icon: Cloud, bar: 'bg-series-2' };

const verbs: Readonly<Record<string, string>> = {
  post: 'posting',
  create: 'creation',
  amend: 'amendment',
  cancel: 'cancellation',
  'write-back': 'write-back',
};

/** What a hop is, in words: a posting names its command, everything else the record and its number. */
export function hopTitle({ kind, label }: Pick<WireHop, 'kind' | 'label'>): string {
  const [, subject = '', verb = '', rest = ''] = /^([a-z-]+)\.([a-z-]+) of (.+)$/.exec(label) ?? [];
  if (kind !== 'posting' || subject === '') return label.charAt(0).toUpperCase() + label.slice(1);
  return `${plainWords(subject)} ${verbs[verb] ?? verb} ${rest}`;
}

/** The state in words: of a posting as everywhere, of a vendor's record as the vendor says. */
export function hopState({ kind, state }: Pick<WireHop, 'kind' | 'state'>): string {
  return kind === 'posting' ? statusOf('posting', state).word : state.replaceAll(/[_/-]/g, ' ');
}

export function systemLook(system: WireHop['system']): SystemLook {
  return systems[system] ?? unknown;
}
