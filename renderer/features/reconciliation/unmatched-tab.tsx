import { type ReactNode, useRef, useState } from 'react';
import type { WireDocument } from '#core/contract/reconciliation.ts';
import { api } from '#renderer/shell/api/api.ts';
import { useRead } from '#renderer/shell/api/reading.ts';
import { useSelection } from '#renderer/shell/list/selection.ts';
import type { GridHandle } from '#renderer/ui/data-grid/grid-props.ts';
import { Switch } from '#renderer/ui/switch.tsx';
import { Candidates } from './group-detail.tsx';
import { documentsOf } from './list-question.ts';
import { ListToolbar } from './list-toolbar.tsx';
import { MatchBar } from './match-bar.tsx';
import { UnmatchedBand } from './unmatched-band.tsx';
import { useManualMatch } from './use-manual-match.tsx';
import type { Workbench } from './workbench.ts';

type Keys = ReadonlySet<string>;

const nothingChosen: Keys = new Set();

/** Two bands of documents that nothing matches. What is chosen in both is weighed as it is chosen, and matched with M. */
export function UnmatchedTab({ workbench }: { readonly workbench: Workbench }): ReactNode {
  const { run, search, setSearch } = workbench;
  const question = { period: run.period, ...documentsOf(workbench) };
  const [left, setLeft] = useSelection(question);
  const [right, setRight] = useSelection(question);
  const [focused, setFocused] = useState<WireDocument | null>(null);
  const leftGrid = useRef<GridHandle>(null);
  const rightGrid = useRef<GridHandle>(null);
  const chosen = { runId: run.id, left: [...left].sort(), right: [...right].sort() };
  const { data: weighed } = useRead(api.reconciliation.weigh, chosen, {
    enabled: left.size + right.size > 0,
    keepsPrevious: false,
  });
  const clear = (): void => {
    setLeft(nothingChosen);
    setRight(nothingChosen);
    // The next match starts on the left again.
    requestAnimationFrame(() => leftGrid.current?.focus());
  };
  const matching = useManualMatch(workbench, chosen, weighed, clear);
  const choose = (key: string): void => {
    const toggled = (keys: Keys): Keys =>
      new Set(keys.has(key) ? [...keys].filter((one) => one !== key) : [...keys, key]);
    if (focused?.side === 'left') setRight(toggled(right));
    else setLeft(toggled(left));
  };
  return (
    <div className="flex min-h-0 flex-1 flex-col">
      <ListToolbar workbench={workbench}>
        <Switch
          label="Days around the period"
          isOn={search.around === true}
          onChange={(isOn) => setSearch({ around: isOn || undefined })}
        />
      </ListToolbar>
      <div className="grid min-h-0 flex-1 grid-cols-2 grid-rows-[minmax(0,1fr)_auto] @max-[720px]:grid-cols-1">
        <UnmatchedBand
          side="left"
          title="Billing"
          workbench={workbench}
          chosen={left}
          onChosen={setLeft}
          onFocused={setFocused}
          grid={leftGrid}
        />
        <UnmatchedBand
          side="right"
          title="ERP"
          workbench={workbench}
          chosen={right}
          onChosen={setRight}
          onFocused={setFocused}
          grid={rightGrid}
        />
        <div className="col-span-full">
          <MatchBar
            weighed={weighed}
            left={left.size}
            right={right.size}
            onClear={clear}
            isReadOnly={workbench.isReadOnly}
          />
        </div>
      </div>
      {focused && <Counterparts document={focused} workbench={workbench} onChoose={choose} />}
      {matching.dialog}
    </div>
  );
}

interface CounterpartsProps {
  readonly document: WireDocument;
  readonly workbench: Workbench;
  readonly onChoose: (key: string) => void;
}

function Counterparts({ document, workbench, onChoose }: CounterpartsProps): ReactNode {
  return (
    <div
      className="max-h-56 shrink-0 overflow-y-auto border-t px-panel py-2"
      tabIndex={0}
      role="region"
      aria-label="Counterparts"
    >
      <Candidates document={document} workbench={workbench} onChoose={onChoose} />
    </div>
  );
}
