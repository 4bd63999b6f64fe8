import type { ReactNode } from 'react';
import { type Amount, minorOf } from '#renderer/format/money.ts';
import { classes } from './classes.ts';
import { useFormat } from './format-context.tsx';
import { VisuallyHidden } from './visually-hidden.tsx';

interface MoneyTextProps {
  readonly amount: Amount;
  /** `code` wherever the place does not say which currency it is. */
  readonly currency?: 'code' | 'none';
  /** A difference is signed both ways and, unless it is nothing, marked as what has to become nothing. */
  readonly isDifference?: boolean;
  /** Short for tiles (`1.23M`), with the exact amount as title. */
  readonly isCompact?: boolean;
  readonly className?: string;
}

/**
 * An amount, exact to the minor unit. In a column it stands right; with negatives in parentheses what is not negative keeps the
 * room of the closing one, so that decimal points stay in line.
 */
export function MoneyText({
  amount,
  currency = 'none',
  isDifference = false,
  isCompact = false,
  className,
}: MoneyTextProps): ReactNode {
  const format = useFormat();
  const style = { currency, sign: isDifference ? ('always' as const) : ('negative' as const) };
  const exact = format.money(amount, style);
  const shown = isCompact ? format.compactMoney(amount, style) : exact;
  const minor = minorOf(amount);
  const hasParentheses = format.preferences.negativeStyle === 'parentheses';
  const isRead = minor >= 0n || !hasParentheses;
  return (
    <span
      className={classes(
        'whitespace-nowrap tabular-nums',
        isDifference && minor !== 0n && 'text-negative',
        className,
      )}
      title={shown === exact ? undefined : exact}
    >
      <span aria-hidden={isRead ? undefined : true}>{shown}</span>
      {isRead ? null : <VisuallyHidden>{`minus ${shown.replaceAll(/[()]/g, '')}`}</VisuallyHidden>}
      {hasParentheses && minor >= 0n ? (
        <span aria-hidden className="invisible hidden select-none [.stacked-sums_&]:inline [td_&]:inline">
          )
        </span>
      ) : null}
    </span>
  );
}
