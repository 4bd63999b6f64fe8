import { CircleCheck, CircleX } from 'lucide-react';
import { type ReactNode, useRef } from 'react';
import type { PasteCell } from '#renderer/ui/data-grid/paste-preview.ts';
import { Button } from '#renderer/ui/button.tsx';
import { Dialog } from '#renderer/ui/dialog.tsx';
import { useFormat } from '#renderer/ui/format-context.tsx';
import { Icon } from '#renderer/ui/icon.tsx';
import { VendorText } from '#renderer/ui/vendor-text.tsx';
import type { BlockedRow, PastePlan } from './paste-plan.ts';

/** So many cells are listed one by one; the counts are of all. */
const listedMax = 200;
/** So many rows that are left out are named. */
const namedMax = 5;

interface PasteDialogProps {
  readonly plan: PastePlan;
  readonly onClose: () => void;
  readonly onApply: () => void;
}

/** What a pasted block would do, cell by cell. Nothing happens until Enter. */
export function PasteDialog({ plan, onClose, onApply }: PasteDialogProps): ReactNode {
  const format = useFormat();
  const apply = useRef<HTMLButtonElement>(null);
  const rejected = plan.cells.filter(({ verdict }) => verdict === 'rejected');
  const taken = plan.cells.filter(({ verdict }) => verdict === 'accepted');
  const shown = [...rejected, ...taken].slice(0, listedMax);
  return (
    <Dialog
      isOpen
      onOpenChange={onClose}
      title="Paste from the clipboard"
      description="Nothing is applied until you press Enter. Rejected cells are left out; a row whose key, entity or days are rejected is left out whole."
      size="wide"
      onSubmit={onApply}
      initialFocus={apply}
      footer={
        <>
          <Button variant="quiet" onClick={onClose}>
            Cancel
          </Button>
          <Button
            type="submit"
            variant="primary"
            keys="Enter"
            ref={apply}
            refusal={plan.accepted === 0 ? 'No cell can be taken' : undefined}
          >
            Apply {format.count(plan.accepted)} cells
          </Button>
        </>
      }
    >
      <p className="tabular-nums" role="status">
        <strong>{format.count(plan.accepted)} accepted</strong>
        {plan.newLines.length > 0 && ` in ${format.count(plan.newLines.length)} new rows`},{' '}
        {format.count(plan.unchanged)} unchanged, <strong>{format.count(plan.rejected)} rejected</strong>
      </p>
      {plan.blockedRows.length > 0 && <BlockedRows rows={plan.blockedRows} />}
      <div
        className="mt-2 max-h-80 overflow-auto border-y"
        tabIndex={0}
        role="region"
        aria-label="Pasted cells"
      >
        <table className="w-full text-sm">
          <thead className="sticky top-0 bg-raised text-left text-muted">
            <tr>
              <th className="px-2 py-1 font-normal">Row</th>
              <th className="px-2 font-normal">Column</th>
              <th className="px-2 font-normal">Pasted</th>
              <th className="px-2 font-normal">Verdict</th>
            </tr>
          </thead>
          <tbody>
            {shown.map((cell, index) => (
              <PastedCell key={`${cell.rowIndex} ${cell.columnId} ${index}`} cell={cell} />
            ))}
          </tbody>
        </table>
      </div>
      {plan.cells.length - plan.unchanged > shown.length && (
        <p className="mt-1 text-sm text-muted">
          and {format.count(plan.cells.length - plan.unchanged - shown.length)} more
        </p>
      )}
    </Dialog>
  );
}

/** The rows that are left out whole, by their number and key. */
function BlockedRows({ rows }: { readonly rows: readonly BlockedRow[] }): ReactNode {
  const format = useFormat();
  const named = rows.slice(0, namedMax);
  return (
    <p className="mt-1 text-negative">
      <Icon icon={CircleX} /> {rows.length === 1 ? '1 row' : `${format.count(rows.length)} rows`} left out:{' '}
      {named.map(({ rowIndex, key, header }, index) => (
        <span key={rowIndex}>
          {index > 0 && ', '}row {format.count(rowIndex + 1)}
          {key !== '' && (
            <>
              {' '}
              (<VendorText text={key} />)
            </>
          )}{' '}
          by its {header}
        </span>
      ))}
      {rows.length > named.length && ` and ${format.count(rows.length - named.length)} more`}
    </p>
  );
}

function PastedCell({ cell }: { readonly cell: PasteCell }): ReactNode {
  return (
    <tr className="border-t align-top">
      <td className="px-2 py-1 tabular-nums">{cell.rowIndex + 1}</td>
      <td className="px-2 py-1">{cell.header}</td>
      <td className="px-2 py-1 font-mono">
        <VendorText text={cell.pasted} />
      </td>
      <td className="px-2 py-1">
        <Verdict verdict={cell.verdict} />
        {cell.reason !== '' && <span className="block text-muted">{cell.reason}</span>}
      </td>
    </tr>
  );
}

function Verdict({ verdict }: { readonly verdict: PasteCell['verdict'] }): ReactNode {
  const isTaken = verdict === 'accepted';
  return (
    <span className={`inline-flex items-center gap-1 ${isTaken ? 'text-positive' : 'text-negative'}`}>
      <Icon icon={isTaken ? CircleCheck : CircleX} />
      {isTaken ? 'Accepted' : 'Rejected'}
    </span>
  );
}
