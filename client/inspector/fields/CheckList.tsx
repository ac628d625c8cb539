import type { Option } from './fieldSpec.ts'
import './groups.css'

interface CheckListProps {
  readonly title: string
  readonly options: readonly Option[]
  readonly chosen: readonly string[]
  /** What it means that none is chosen. */
  readonly none?: string
  readonly onChange: (chosen: string[]) => void
}

/** Any number of a few. */
export function CheckList({ title, options, chosen, none, onChange }: CheckListProps) {
  return (
    <fieldset className="check-list">
      <legend>
        {title}
        {none !== undefined && chosen.length === 0 ? <span>{none}</span> : null}
      </legend>
      {options.map(({ value, label }) => (
        <label key={value}>
          <input
            type="checkbox"
            checked={chosen.includes(value)}
            onChange={({ target }) =>
              onChange(
                target.checked ? [...chosen, value] : chosen.filter((other) => other !== value),
              )
            }
          />
          <span>{label}</span>
        </label>
      ))}
    </fieldset>
  )
}
