import { Toolbar as BaseToolbar } from '@base-ui/react/toolbar';
import { Search } from 'lucide-react';
import type { ReactNode } from 'react';
import { Logo } from '#renderer/ui/logo.tsx';
import { Toolbar } from '#renderer/ui/toolbar.tsx';
import { CommandKeys } from '../commands/command-keys.tsx';
import { runCommand } from '../commands/registry.ts';
import { useSession } from '../session/session.ts';
import { EntitySwitcher } from './entity-switcher.tsx';
import { HealthDot } from './health-dot.tsx';
import { PeriodSwitcher } from './period-switcher.tsx';
import { PersonSwitcher } from './person-switcher.tsx';

/**
 * Whose books, which entity, which period, whether the sources answer, and the way to everything else. One line as long as there
 * is room, where the search gives way first; who is signed in is never cut off.
 */
export function TopBar(): ReactNode {
  const { workspace, sealed } = useSession();
  return (
    <header className="app-top flex min-h-11 items-center gap-1 px-3 max-[960px]:flex-wrap" data-pane="top">
      <Logo size={18} />
      <span className="ms-1 me-2 max-w-60 truncate font-semibold">{workspace.name}</span>
      {sealed !== null && <Watermark>Sealed pack</Watermark>}
      {workspace.isSample && <Watermark>Sample company</Watermark>}
      {!workspace.isSample && workspace.isSandbox && <Watermark>Sandbox</Watermark>}
      <Toolbar label="Entity, period, search and person" className="min-w-0 flex-1 min-[961px]:flex-nowrap">
        <EntitySwitcher />
        <PeriodSwitcher />
        <span className="flex-1" />
        <BaseToolbar.Button
          className="flex h-7 w-72 min-w-24 shrink-[99] items-center gap-2 rounded-md border border-control bg-surface px-2 text-muted hover:bg-hover"
          onClick={() => runCommand('shell.openPalette')}
        >
          <Search size={14} aria-hidden className="shrink-0" />
          <span className="min-w-0 flex-1 truncate text-left">Search any id, or a command</span>
          <CommandKeys id="shell.openPalette" />
        </BaseToolbar.Button>
        {sealed === null && <HealthDot />}
        {sealed === null && <PersonSwitcher />}
      </Toolbar>
    </header>
  );
}

function Watermark({ children }: { readonly children: ReactNode }): ReactNode {
  return (
    <span className="me-1 shrink-0 rounded-sm bg-warning-soft px-1.5 text-sm font-medium text-warning">
      {children}
    </span>
  );
}
