import type { ReactNode } from 'react';
import type { MappingPreview, RowFinding, WireMappingDraft } from '#core/contract/mappings.ts';
import { api } from '#renderer/shell/api/api.ts';
import { useRead } from '#renderer/shell/api/reading.ts';
import { useScreenSearch } from '#renderer/shell/scope/screen-search.ts';
import { useSession } from '#renderer/shell/session/session.ts';
import { SplitPane } from '#renderer/ui/split-pane.tsx';
import { Tabs } from '#renderer/ui/tabs.tsx';
import { ChangePane } from './change-pane.tsx';
import type { MappingLine } from './mapping-line.ts';
import { mappingsSearch } from './mappings-search.ts';
import { RowPane } from './row-pane.tsx';
import { TestPane } from './test-pane.tsx';

interface EditorPaneProps {
  readonly grid: ReactNode;
  readonly line: MappingLine | null;
  readonly preview: MappingPreview | undefined;
  readonly change: { readonly drafts: WireMappingDraft[]; readonly proposed: string[] };
  readonly onFinding: (finding: RowFinding) => void;
}

/** The sheet with, beside it, the chosen row, what would change, and real documents to test on. */
export function EditorPane({ grid, line, preview, change, onFinding }: EditorPaneProps): ReactNode {
  const [search, setSearch] = useScreenSearch(mappingsSearch);
  const session = useSession();
  const pane = search.pane ?? (change.drafts.length > 0 ? 'change' : 'row');
  const test = useRead(api.mappings.test, change, { enabled: pane === 'test' });
  const changes = change.drafts.length + change.proposed.length;
  return (
    <SplitPane
      label="Sheet and what it does"
      initialShare={68}
      list={grid}
      detail={
        <Tabs
          label="About the mappings"
          value={pane}
          onChange={(next) => setSearch({ pane: next })}
          tabs={[
            { value: 'row', label: 'Row' },
            { value: 'change', label: 'What would change', count: changes },
            { value: 'test', label: 'Test' },
          ]}
        >
          {pane === 'row' && <RowPane line={line} you={session.you.id} />}
          {pane === 'change' && (
            <ChangePane
              preview={changes === 0 ? undefined : preview}
              draftCount={change.drafts.length}
              proposedCount={change.proposed.length}
              onFinding={onFinding}
            />
          )}
          {pane === 'test' && <TestPane read={test} />}
        </Tabs>
      }
    />
  );
}
