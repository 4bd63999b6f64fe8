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

/** Whose books, which entity, which period, whether the sources answer, and the way to everything else. */
export function TopBar(): ReactNode {
  const { workspace, sealed } = useSession();
  return (
    <header className="app-top flex h-11 flex-wrap items-center gap-1 px-3" data-pane="top">
      <Logo size={18} />
      <span className="ms-1 me-2 font-semibold">{workspace.name}</span>
      {sealed !== null && <Watermark>Sealed pack</Watermark>}
      {workspace.isSample && <Watermark>Sample company</Watermark>}
      {!workspace.isSample && workspace.isSandbox && <Watermark>Sandbox</Watermark>}
      <Toolbar label="Entity, period, search and person" className="flex-1">
        <EntitySwitcher />
        <PeriodSwitcher />
        <span className="flex-1" />
        <BaseToolbar.Button
          className="flex h-7 w-72 items-center gap-2 rounded-md border border-control bg-surface px-2 text-muted hover:bg-hover"
          onClick={() => runCommand('shell.openPalette')}
        >
          <Search size={14} aria-hidden />
          <span className="flex-1 text-left">Search any id, or a command</span>
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
    <span className="me-1 rounded-sm bg-warning-soft px-1.5 text-sm font-medium text-warning">
      {children}
    </span>
  );
}
