export interface TabsProps<Name extends string> {
  readonly names: readonly Name[]
  readonly chosen: Name
  readonly onChoose: (name: Name) => void
  readonly label: string
  readonly className: string
}

/** A row of tabs; what they show is the caller's. */
export function Tabs<Name extends string>(props: TabsProps<Name>) {
  const { names, chosen, onChoose, label, className } = props
  return (
    <div className={className} role="tablist" aria-label={label}>
      {names.map((name) => (
        <button
          key={name}
          type="button"
          role="tab"
          aria-selected={chosen === name}
          onClick={() => onChoose(name)}
        >
          {name}
        </button>
      ))}
    </div>
  )
}
