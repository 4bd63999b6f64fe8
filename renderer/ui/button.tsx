import { Toolbar as BaseToolbar } from '@base-ui/react/toolbar';
import type { LucideIcon } from 'lucide-react';
import { type ComponentProps, type MouseEvent, type ReactNode, use, useId } from 'react';
import { classes } from './classes.ts';
import { Icon } from './icon.tsx';
import { KeyHint } from './key-hint.tsx';
import { ToolbarContext } from './toolbar-context.ts';
import { Tooltip } from './tooltip.tsx';
import { VisuallyHidden } from './visually-hidden.tsx';

export type ButtonVariant = 'default' | 'primary' | 'quiet' | 'danger';

const looks: Readonly<Record<ButtonVariant, string>> = {
  default: 'border-rule-strong bg-surface text-text hover:bg-hover active:bg-sunken',
  primary: 'border-transparent bg-accent-fill text-on-accent hover:bg-accent-fill-hover',
  quiet: 'border-transparent bg-transparent text-text hover:bg-hover active:bg-sunken',
  danger: 'border-transparent bg-negative-fill text-on-negative hover:bg-negative-fill-hover',
};
const refusedLook = 'border-rule bg-transparent text-muted';

interface ButtonProps extends ComponentProps<'button'> {
  readonly variant?: ButtonVariant;
  readonly icon?: LucideIcon | undefined;
  /** A binding of the command registry, shown at the end. */
  readonly keys?: string | undefined;
  /** Why it cannot be done now. The button stays where it is and can be focused; the reason is its tooltip. */
  readonly refusal?: string | undefined;
  /** Work is under way: it cannot be asked for again. */
  readonly isBusy?: boolean;
}

/** A thing to do, in words. */
export function Button({
  variant = 'default',
  icon,
  keys,
  refusal,
  isBusy = false,
  className,
  onClick,
  disabled,
  children,
  ...rest
}: ButtonProps): ReactNode {
  const reasonId = useId();
  const isRefused = refusal !== undefined || isBusy || disabled === true;
  const isFilled = (variant === 'primary' || variant === 'danger') && !isRefused;
  const click = (event: MouseEvent<HTMLButtonElement>): void => {
    if (isRefused) event.preventDefault();
    else onClick?.(event);
  };
  const button = (
    <button
      type="button"
      {...rest}
      onClick={click}
      aria-disabled={isRefused || undefined}
      aria-busy={isBusy || undefined}
      aria-describedby={refusal === undefined ? rest['aria-describedby'] : reasonId}
      className={classes(
        'inline-flex h-control min-h-6 shrink-0 items-center justify-center gap-1.5 rounded-md border px-2.5',
        'font-medium whitespace-nowrap select-none',
        isRefused ? refusedLook : looks[variant],
        className,
      )}
    >
      {icon === undefined ? null : <Icon icon={icon} />}
      {children}
      {keys === undefined ? null : <KeyHint keys={keys} isOnFill={isFilled} />}
      {refusal === undefined ? null : <VisuallyHidden id={reasonId}>{refusal}</VisuallyHidden>}
    </button>
  );
  const placed = use(ToolbarContext) ? <BaseToolbar.Button render={button} /> : button;
  return refusal === undefined ? placed : <Tooltip content={refusal}>{placed}</Tooltip>;
}
