import { type ReactNode, useState } from 'react';
import type { WirePerson } from '#core/contract/people.ts';
import { AmountField } from '#renderer/ui/amount-field.tsx';
import { Checkbox } from '#renderer/ui/checkbox.tsx';
import { Switch } from '#renderer/ui/switch.tsx';
import { useScope } from './scope.ts';

type Limits = WirePerson['limits'];

/** Offered before anyone has named one. */
const shownCurrencies = ['USD', 'EUR', 'GBP', 'CHF'] as const;

interface LimitFieldsProps {
  readonly limits: Limits;
  readonly onChange: (limits: Limits) => void;
}

/** How far someone or a role reaches: for which legal entities, and up to which amount per currency. */
export function LimitFields({ limits, onChange }: LimitFieldsProps): ReactNode {
  const scope = useScope();
  const entities = scope?.legalEntities ?? [];
  const { legalEntities, maxMinorByCurrency } = limits;
  // A field stays while what is typed in it is no amount yet.
  const [currencies] = useState(() => [
    ...new Set([...shownCurrencies, ...Object.keys(maxMinorByCurrency ?? {})]),
  ]);
  return (
    <fieldset className="flex flex-col gap-2">
      <legend className="mb-1 font-medium">Limits</legend>
      <Switch
        label="Acts for every legal entity"
        isOn={legalEntities === null}
        onChange={(isOn) => onChange({ ...limits, legalEntities: isOn ? null : [...entities] })}
      />
      {legalEntities !== null && (
        <div className="flex flex-wrap gap-4">
          {entities.map((entity) => (
            <Checkbox
              key={entity}
              label={entity}
              isChecked={legalEntities.includes(entity)}
              onChange={(isOn) =>
                onChange({
                  ...limits,
                  legalEntities: isOn
                    ? [...legalEntities, entity]
                    : legalEntities.filter((one) => one !== entity),
                })
              }
            />
          ))}
        </div>
      )}
      <Switch
        label="No limit of amount"
        description="Off: a currency without an amount may not be decided on at all."
        isOn={maxMinorByCurrency === null}
        onChange={(isOn) => onChange({ ...limits, maxMinorByCurrency: isOn ? null : {} })}
      />
      {maxMinorByCurrency !== null && (
        <div className="grid grid-cols-2 gap-2">
          {currencies.map((currency) => {
            const minor = maxMinorByCurrency[currency];
            return (
              <AmountField
                key={currency}
                label={`Up to, in ${currency}`}
                currency={currency}
                initial={minor === undefined ? null : { currency, minor: BigInt(minor) }}
                onChange={(amount) => {
                  const { [currency]: _, ...others } = maxMinorByCurrency;
                  onChange({
                    ...limits,
                    maxMinorByCurrency:
                      amount === null ? others : { ...others, [currency]: amount.minor.toString() },
                  });
                }}
              />
            );
          })}
        </div>
      )}
    </fieldset>
  );
}
