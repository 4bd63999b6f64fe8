import { Plus } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { AmountField } from '#renderer/ui/amount-field.tsx';
import { Button } from '#renderer/ui/button.tsx';
import { TextField } from '#renderer/ui/text-field.tsx';

interface AmountsProps {
  readonly amounts: Readonly<Record<string, string>>;
  readonly onChange: (amounts: Readonly<Record<string, string>>) => void;
}

/** One amount per currency, in digits of minor units as it travels; currencies are added by their code. */
export function AmountsEditor({ amounts, onChange }: AmountsProps): ReactNode {
  const [code, setCode] = useState('');
  const isCode = /^[A-Z]{3}$/.test(code) && amounts[code] === undefined;
  return (
    <div className="flex flex-col gap-2">
      <div className="grid grid-cols-2 gap-2">
        {Object.entries(amounts).map(([currency, minor]) => (
          <AmountField
            key={currency}
            label={currency}
            currency={currency}
            initial={{ currency, minor: BigInt(minor) }}
            onChange={(amount) => {
              const { [currency]: _, ...others } = amounts;
              onChange(amount === null ? others : { ...others, [currency]: amount.minor.toString() });
            }}
          />
        ))}
      </div>
      <div className="flex items-end gap-2">
        <TextField
          label="Another currency"
          placeholder="JPY"
          value={code}
          onChange={(text) => setCode(text.toUpperCase())}
        />
        <Button
          icon={Plus}
          refusal={isCode ? undefined : 'Give a currency that is not listed, as JPY'}
          onClick={() => {
            onChange({ ...amounts, [code]: '0' });
            setCode('');
          }}
        >
          Add
        </Button>
      </div>
    </div>
  );
}
