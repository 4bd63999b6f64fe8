import { CircleAlert, CircleCheck, CircleSlash } from 'lucide-react';
import { Toolbar } from '@base-ui/react/toolbar';
import type { ReactNode } from 'react';
import { Icon } from '#renderer/ui/icon.tsx';
import { api } from '../api/api.ts';
import { usePushes } from '../api/pushes.ts';
import { useRead } from '../api/reading.ts';
import { ScreenLink } from '../scope/navigation.tsx';

/** Whether the core and the connected systems answer; leads to the connections. */
export function HealthDot(): ReactNode {
  const isConnected = usePushes((pushes) => pushes.isConnected);
  const { data } = useRead(api.sync.status, undefined);
  const blocked = (data?.connections ?? []).filter(({ budget }) => budget.blockedUntilAt !== null);
  const words = !isConnected
    ? 'Core not reachable'
    : blocked.length > 0
      ? `${blocked.map(({ id }) => id).join(', ')} waiting`
      : 'Connected';
  const [icon, look] = !isConnected
    ? ([CircleSlash, 'text-negative'] as const)
    : blocked.length > 0
      ? ([CircleAlert, 'text-warning'] as const)
      : ([CircleCheck, 'text-positive'] as const);
  return (
    <Toolbar.Link
      render={
        <ScreenLink to="connections">
          <span className={look}>
            <Icon icon={icon} />
          </span>
          <span className="truncate">{words}</span>
        </ScreenLink>
      }
      className="ring-inside flex h-7 min-w-8 items-center gap-1.5 rounded-md px-2 text-text no-underline hover:bg-hover"
    />
  );
}
