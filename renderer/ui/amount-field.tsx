import { type ReactNode, useLayoutEffect, useRef, useState } from 'react';
import type { CurrencyCode } from '#core/domain/currency.ts';
import type { Money } from '#core/domain/money.ts';
import type { Amount } from '#renderer/format/money.ts';
import { parseAmount } from '#renderer/format/parse-amount.ts';
import { classes } from './classes.ts';
import { controlLook, Field, type FieldWords } from './field.tsx';
import { useFormat } from './format-context.tsx';

interface AmountFieldProps extends FieldWords {
  readonly currency: CurrencyCode;
  readonly initial: Amount | null;
  /** The amount that was read, or null where the field is empty. What cannot be read is not told: it keeps the form from going. */
  readonly onChange: (amount: Money | null) => void;
}

/** An amount in one currency as the reader's locale writes it. What could be read two ways is refused with the reason. */
export function AmountField({ currency, initial, onChange, error, ...words }: AmountFieldProps): ReactNode {
  const format = useFormat();
  const { locale } = format.preferences;
  const [text, setText] = useState(initial === null ? '' : format.money(initial, { currency: 'none' }));
  const [isComplete, setComplete] = useState(false);
  const input = useRef<HTMLInputElement>(null);
  const read = parseAmount(text, locale, currency);
  const refusal =
    read.ok || read.error.code === 'AMOUNT_EMPTY'
      ? ''
      : `${read.error.message}. ${read.error.fix ?? ''}`.trim();
  // The form asks its fields before it goes, so that an amount nobody could read is never sent as none.
  useLayoutEffect(() => input.current?.setCustomValidity(refusal), [refusal]);
  const change = (next: string): void => {
    setText(next);
    setComplete(false);
    const amount = parseAmount(next, locale, currency);
    if (amount.ok) onChange(amount.value);
    else if (amount.error.code === 'AMOUNT_EMPTY') onChange(null);
  };
  const leave = (): void => {
    setComplete(true);
    if (read.ok) setText(format.money(read.value, { currency: 'none' }));
  };
  return (
    <Field {...words} error={isComplete && refusal !== '' ? refusal : error}>
      {(control) => (
        <span className="relative flex items-center">
          <span aria-hidden className="absolute left-2 text-sm text-muted">
            {currency}
          </span>
          <input
            {...control}
            ref={input}
            type="text"
            inputMode="decimal"
            autoComplete="off"
            value={text}
            onChange={(event) => change(event.target.value)}
            onBlur={leave}
            onInvalid={() => setComplete(true)}
            className={classes(controlLook, 'h-control min-h-6 pl-11 text-right')}
          />
        </span>
      )}
    </Field>
  );
}
