import { Link, useLocation, useNavigate } from '@tanstack/react-router';
import { type ComponentProps, type ReactNode, useCallback } from 'react';
import { isScreenId, type ScreenId } from './screens.ts';

/** Search parameters of an address; what is undefined is left out. */
export type SearchValues = Readonly<Record<string, unknown>>;

export interface GoOptions {
  /** True for what is no step of its own on the way back: a moved focus, a typed letter. */
  readonly replace?: boolean;
}

/** The screen of the present address. Whoever asks is drawn again for another screen, and not for another row of it. */
export function useScreenId(): ScreenId {
  return useLocation({ select: ({ pathname }) => screenOf(pathname) });
}

function screenOf(pathname: string): ScreenId {
  const [, first = ''] = pathname.split('/');
  return isScreenId(first) ? first : 'overview';
}

/** Scope stays, everything else belongs to the screen that is left. */
function carried(previous: SearchValues, search: SearchValues): SearchValues {
  return given({ entity: previous['entity'], period: previous['period'], ...search });
}

export function given(search: SearchValues): SearchValues {
  return Object.fromEntries(
    Object.entries(search).filter(([, value]) => value !== undefined && value !== null),
  );
}

/** Goes to a screen, keeping entity and period. */
export function useGoTo(): (screen: ScreenId, search?: SearchValues, options?: GoOptions) => void {
  const navigate = useNavigate();
  return useCallback(
    (screen, search = {}, { replace = false } = {}) => {
      void navigate({
        to: `/${screen}`,
        search: (previous: SearchValues) => carried(previous, search),
        replace,
      } as never);
    },
    [navigate],
  );
}

export interface ScreenLinkProps extends Omit<ComponentProps<'a'>, 'href'> {
  readonly to: ScreenId;
  readonly search?: SearchValues;
  readonly className?: string;
  readonly children: ReactNode;
  readonly isCurrent?: boolean;
  readonly label?: string;
  /** False where arrow keys reach it and the tab key passes by. */
  readonly isStop?: boolean;
}

/** A link to a screen, with an address of its own. */
export function ScreenLink({
  to,
  search = {},
  className,
  children,
  isCurrent,
  label,
  isStop = true,
  ...rest
}: ScreenLinkProps): ReactNode {
  const target = { to: `/${to}`, search: (previous: SearchValues) => carried(previous, search) };
  return (
    <Link
      {...({ ...rest, ...target } as { to: string })}
      {...(className === undefined ? {} : { className })}
      aria-current={isCurrent ? 'page' : undefined}
      aria-label={label ?? rest['aria-label']}
      tabIndex={isStop ? rest.tabIndex : -1}
    >
      {children}
    </Link>
  );
}
