import { CONDITION_LABELS, type ConditionKind, type DraftFields } from './draftFields.ts'

interface ConditionFieldsProps {
  readonly fields: DraftFields
  readonly set: (part: Partial<DraftFields>) => void
}

const KINDS = Object.keys(CONDITION_LABELS) as readonly ConditionKind[]

const EXAMPLES: Readonly<Record<ConditionKind, string>> = {
  attempt: '3',
  waiting: '100',
  lag: '1000',
  age: '2 s',
  attribute: 'value',
  payload: 'value',
}

/** One more thing that has to be so, from a short list: there is no code to write. */
export function ConditionFields({ fields, set }: ConditionFieldsProps) {
  const { conditionKind: kind, conditionName, conditionValue } = fields
  const isNamed = kind === 'attribute' || kind === 'payload'
  const choose = (chosen: ConditionKind | '') =>
    set({
      conditionKind: chosen,
      conditionName: '',
      conditionValue: chosen === '' ? '' : EXAMPLES[chosen],
      // How much waits is looked at when something arrives.
      ...(chosen === 'waiting' || chosen === 'lag' ? { moments: ['stored'] } : {}),
    })
  return (
    <span className="breakpoint-field">
      <span>Only if</span>
      <select
        className="text-field"
        aria-label="Only if"
        value={kind}
        onChange={({ target }) => choose(target.value as ConditionKind | '')}
      >
        <option value="">nothing else</option>
        {KINDS.map((known) => (
          <option key={known} value={known}>
            {CONDITION_LABELS[known]}
          </option>
        ))}
      </select>
      {isNamed ? (
        <>
          <input
            className="text-field"
            aria-label={kind === 'attribute' ? 'Name of the attribute' : 'Path in the payload'}
            placeholder={kind === 'attribute' ? 'region' : 'customer.tier'}
            value={conditionName}
            spellCheck={false}
            onChange={({ target }) => set({ conditionName: target.value })}
          />
          <span>is</span>
        </>
      ) : null}
      {kind === '' ? null : (
        <input
          className={isNamed ? 'text-field' : 'text-field breakpoint-number'}
          aria-label="Value"
          value={conditionValue}
          spellCheck={false}
          onChange={({ target }) => set({ conditionValue: target.value })}
        />
      )}
    </span>
  )
}
