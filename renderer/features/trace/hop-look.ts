import { Cloud, Landmark, type LucideIcon, ReceiptText, Scale } from 'lucide-react';
import type { WireHop } from '#core/contract/trace.ts';

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

export function systemLook(system: WireHop['system']): SystemLook {
  return systems[system] ?? unknown;
}
