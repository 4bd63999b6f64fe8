import { Toolbar as BaseToolbar } from '@base-ui/react/toolbar';
import type { LucideIcon } from 'lucide-react';
import { type ComponentProps, type MouseEvent, type ReactNode, use } from 'react';
import { classes } from './classes.ts';
import { Icon } from './icon.tsx';
import { ToolbarContext } from './toolbar-context.ts';
import { Tooltip } from './tooltip.tsx';

interface IconButtonProps extends Omit<ComponentProps<'button'>, 'children'> {
  readonly icon: LucideIcon;
  /** Its name, for everyone: read out, and shown as tooltip. */
  readonly label: string;
  readonly keys?: string | undefined;
  readonly refusal?: string | undefined;
}

/** A thing to do, as a pictogram with a name. At least 24 px in every density. */
export function IconButton({
  icon,
  label,
  keys,
  refusal,
  className,
  onClick,
  disabled,
  ...rest
}: IconButtonProps): ReactNode {
  const isRefused = refusal !== undefined || disabled === true;
  const click = (event: MouseEvent<HTMLButtonElement>): void => {
    if (!isRefused) onClick?.(event);
  };
  const button = (
    <button
      type="button"
      {...rest}
      onClick={click}
      aria-label={refusal === undefined ? label : `${label}. ${refusal}`}
      aria-disabled={isRefused || undefined}
      className={classes(
        'inline-flex size-6 shrink-0 items-center justify-center rounded-md text-muted',
        !isRefused && 'hover:bg-hover hover:text-text',
        className,
      )}
    >
      <Icon icon={icon} />
    </button>
  );
  const placed = use(ToolbarContext) ? <BaseToolbar.Button render={button} /> : button;
  return (
    <Tooltip content={refusal ?? label} keys={refusal === undefined ? keys : undefined}>
      {placed}
    </Tooltip>
  );
}
