import type { ReactNode } from 'react';
import { plainWords } from '#renderer/format/plain-words.ts';
import { useScope } from '#renderer/shell/scope/scope.ts';
import { useFormat } from '#renderer/ui/format-context.tsx';
import { MoneyTotals } from '#renderer/ui/money-totals.tsx';
import { Select } from '#renderer/ui/select.tsx';
import { TextField } from '#renderer/ui/text-field.tsx';
import { AmountsEditor } from './amounts-editor.tsx';
import { ItemList } from './item-list.tsx';
import { limitedFlows } from './rule-members.ts';
import { settingText } from './setting-text.ts';

export interface HourlyLimit {
  readonly flow: string;
  readonly legalEntity: string;
  /** As it is typed while it is no number. */
  readonly countMax: number | string;
  readonly maxMinorByCurrency: Readonly<Record<string, string>>;
}

/** What may leave in an hour, in words. */
export function HourlyLimits({ limits }: { readonly limits: readonly HourlyLimit[] }): ReactNode {
  const format = useFormat();
  if (limits.length === 0) return <span className="text-muted">None</span>;
  return (
    <ul>
      {limits.map(({ flow, legalEntity, countMax, maxMinorByCurrency }) => (
        <li key={`${flow} ${legalEntity}`}>
          {flow === '*' ? 'Every flow' : plainWords(flow)}
          {legalEntity !== '*' && `, ${legalEntity}`}: {format.count(Number(countMax))} postings
          <MoneyTotals
            sums={Object.entries(maxMinorByCurrency).map(([currency, minor]) => ({ currency, minor }))}
          />
        </li>
      ))}
    </ul>
  );
}

const blank: HourlyLimit = { flow: '*', legalEntity: '*', countMax: 1, maxMinorByCurrency: {} };

interface EditorProps {
  readonly limits: readonly HourlyLimit[];
  readonly onChange: (limits: readonly HourlyLimit[]) => void;
}

/** What may leave in an hour, per flow and legal entity: so many postings, and so much per currency. */
export function HourlyLimitsEditor({ limits, onChange }: EditorProps): ReactNode {
  const entities = useScope()?.legalEntities ?? [];
  return (
    <ItemList items={limits} noun="limit" blank={blank} onChange={onChange}>
      {(limit, put) => (
        <>
          <div className="grid grid-cols-2 gap-2">
            <Select
              label="Flow"
              value={limit.flow}
              options={limitedFlows.map((flow) => ({
                value: flow,
                label: flow === '*' ? 'Every flow' : plainWords(flow),
              }))}
              onChange={(flow) => put({ ...limit, flow })}
            />
            <Select
              label="Legal entity"
              value={limit.legalEntity}
              options={['*', ...entities].map((entity) => ({
                value: entity,
                label: entity === '*' ? 'Every entity, each by itself' : entity,
              }))}
              onChange={(legalEntity) => put({ ...limit, legalEntity })}
            />
            <TextField
              label="Postings in an hour"
              value={settingText(limit.countMax)}
              onChange={(text) => put({ ...limit, countMax: wholeNumber(text) })}
            />
          </div>
          <AmountsEditor
            amounts={limit.maxMinorByCurrency}
            onChange={(maxMinorByCurrency) => put({ ...limit, maxMinorByCurrency })}
          />
        </>
      )}
    </ItemList>
  );
}

/** What is no number goes to the host as it is, which says what is wrong with it. */
function wholeNumber(text: string): number | string {
  return /^\d{1,9}$/.test(text.trim()) ? Number(text) : text;
}
