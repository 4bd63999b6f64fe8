import { CircleAlert, CircleCheck } from 'lucide-react';
import type { ReactNode } from 'react';
import type { MappingPreview, RowFinding, StruckItem } from '#core/contract/mappings.ts';
import { Banner } from '#renderer/ui/banner.tsx';
import { EmptyState } from '#renderer/ui/empty-state.tsx';
import { useFormat } from '#renderer/ui/format-context.tsx';
import { Icon } from '#renderer/ui/icon.tsx';
import { MoneyText } from '#renderer/ui/money-text.tsx';
import { MoneyTotals } from '#renderer/ui/money-totals.tsx';
import { VendorText } from '#renderer/ui/vendor-text.tsx';
import { AnswerRows } from './answer-rows.tsx';

interface ChangePaneProps {
  readonly preview: MappingPreview | undefined;
  /** How many rows are written and how many proposed ones are looked at. */
  readonly draftCount: number;
  readonly proposedCount: number;
  readonly onFinding: (finding: RowFinding) => void;
}

/** What would be different if all of it were approved now. */
export function ChangePane({ preview, draftCount, proposedCount, onFinding }: ChangePaneProps): ReactNode {
  const format = useFormat();
  if (draftCount + proposedCount === 0)
    return (
      <EmptyState kind="nothing" title="Nothing is being changed.">
        Type into a cell, paste rows from a spreadsheet or add a mapping: this pane then says what it would do
        to open and posted documents before anyone approves it.
      </EmptyState>
    );
  if (!preview) return <p className="px-panel py-3 text-muted">Working out what would change…</p>;
  const { findings, coverage, closes } = preview;
  return (
    <div className="flex flex-col gap-4 px-panel py-3">
      <p className="text-muted">
        {draftCount > 0 && `${format.count(draftCount)} not proposed yet`}
        {draftCount > 0 && proposedCount > 0 && ' and '}
        {proposedCount > 0 && `${format.count(proposedCount)} proposed`}, as if approved today.
      </p>
      <Findings findings={findings} onFinding={onFinding} />
      <Coverage {...coverage} />
      {closes.length > 0 && (
        <p>
          {format.count(closes.length)} {closes.length === 1 ? 'row ends' : 'rows end'} where the new one
          begins. What was mapped before that day stays as it was.
        </p>
      )}
      <Struck
        title="Exceptions that find their mapping"
        list={preview.waiting}
        none="No exception waits for this."
      />
      <Struck
        title="Open postings made anew"
        list={preview.held}
        none="No open posting is touched."
        about="They go back to hold, and approvals given already are void."
      />
      <Struck
        title="Posted already, mapped otherwise today"
        list={preview.posted}
        none="Nothing that is posted would be mapped otherwise."
        about="Nothing of it moves. Correct it in the ERP, or by a reversal, if it should."
      />
      {!preview.scanned.isComplete && (
        <Banner tone="warning">
          Only the newest {format.count(preview.scanned.postings)} postings were looked at.
        </Banner>
      )}
    </div>
  );
}

function Findings({
  findings,
  onFinding,
}: {
  readonly findings: readonly RowFinding[];
  readonly onFinding: (finding: RowFinding) => void;
}): ReactNode {
  const format = useFormat();
  if (findings.length === 0)
    return (
      <p className="flex items-center gap-1.5 text-positive">
        <Icon icon={CircleCheck} /> No conflict and no overlap
      </p>
    );
  return (
    <section aria-label="Conflicts">
      <h3 className="flex items-center gap-1.5 font-semibold text-negative">
        <Icon icon={CircleAlert} /> {format.count(findings.length)} to correct
      </h3>
      <ul className="mt-1">
        {findings.slice(0, 50).map((finding) => (
          <li key={`${finding.index} ${finding.mappingId} ${finding.member} ${finding.message}`}>
            <button
              type="button"
              className="ring-inside w-full py-1 text-left hover:bg-hover"
              onClick={() => onFinding(finding)}
            >
              <VendorText text={finding.message} />
              <span className="block text-sm text-muted">
                <VendorText text={finding.fix} />
              </span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Coverage({ offers, coveredBefore, coveredAfter }: MappingPreview['coverage']): ReactNode {
  const format = useFormat();
  const isSame = coveredBefore === coveredAfter;
  return (
    <section aria-label="Coverage">
      <h3 className="font-semibold">Coverage of what is sold, next 12 months</h3>
      <p className="tabular-nums">
        {isSame ? '' : `${format.ratio(coveredBefore, offers)} → `}
        <strong>{format.ratio(coveredAfter, offers)}</strong>
        <span className="text-muted">
          {' '}
          · {format.count(coveredAfter)} of {format.count(offers)} combinations of product, entity, currency
          and tax
        </span>
      </p>
    </section>
  );
}

interface StruckProps {
  readonly title: string;
  readonly list: MappingPreview['held'];
  readonly none: string;
  readonly about?: string;
}

function Struck({ title, list, none, about }: StruckProps): ReactNode {
  const format = useFormat();
  const { totals, items } = list;
  return (
    <section aria-label={title}>
      <h3 className="font-semibold">{title}</h3>
      {totals.count === 0 ? (
        <p className="text-muted">{none}</p>
      ) : (
        <>
          <p className="flex flex-wrap items-baseline gap-x-3 tabular-nums">
            <strong>{format.count(totals.count)}</strong> <MoneyTotals sums={totals.sums} />
          </p>
          {about !== undefined && <p className="text-sm text-muted">{about}</p>}
          <details className="mt-1">
            <summary className="cursor-default text-sm text-accent">Show each</summary>
            <ul className="mt-1 flex flex-col divide-y divide-rule">
              {items.slice(0, 50).map((item) => (
                <StruckLine key={item.id} item={item} />
              ))}
            </ul>
          </details>
        </>
      )}
    </section>
  );
}

function StruckLine({ item }: { readonly item: StruckItem }): ReactNode {
  return (
    <li className="py-1.5">
      <div className="flex items-baseline gap-2">
        <span className="min-w-0 flex-1 first-letter:uppercase">
          <VendorText text={item.label} />
        </span>
        {item.amount && <MoneyText amount={item.amount} currency="code" />}
      </div>
      <AnswerRows answers={item.changes} />
    </li>
  );
}
