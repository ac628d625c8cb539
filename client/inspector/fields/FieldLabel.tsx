import { Fragment } from 'react'

interface FieldLabelProps {
  readonly inputId: string
  readonly text: string
  /** A broker's own name for a setting. */
  readonly official?: boolean | undefined
}

/** Official names are long: a line ends before a capital or a dot, not anywhere. */
export function FieldLabel({ inputId, text, official = false }: FieldLabelProps) {
  if (!official) return <label htmlFor={inputId}>{text}</label>
  return (
    <label htmlFor={inputId} className="field-official">
      {partsOf(text).map(({ at, part }) => (
        <Fragment key={at}>
          {at === 0 ? null : <wbr />}
          {part}
        </Fragment>
      ))}
    </label>
  )
}

function partsOf(text: string): readonly { readonly at: number; readonly part: string }[] {
  return [...text.matchAll(/[A-Z.]?[^A-Z.]*/g)].flatMap(({ index, 0: part }) =>
    part === '' ? [] : [{ at: index, part }],
  )
}
