import { useEffect, useState } from 'react'
import type { z } from 'zod'
import type { Step } from '#shared/lib/json.ts'
import { Icon } from '../../ui/Icon.tsx'
import { useWishBelow } from '../fieldWish.ts'
import { Fields } from './FieldRow.tsx'
import type { FieldSpec } from './fieldSpec.ts'
import { settingFields } from './settingFields.ts'

interface SettingsProps {
  readonly schema: z.ZodObject
  readonly values: object
  readonly path: readonly Step[]
  readonly subject: string
  /** Fields that no setting stands for: names, references. They come first. */
  readonly first?: readonly FieldSpec[]
  /** How many are shown at once. */
  readonly shown?: number
  readonly instead?: (key: string, value: unknown) => boolean
}

const SHOWN_AT_ONCE = 6

/** The settings of a part of the document: the usual ones and those that are set, then all others. */
export function Settings({ schema, values, path, subject, ...more }: SettingsProps) {
  const { first = [], shown = SHOWN_AT_ONCE, instead } = more
  const [open, setOpen] = useState(false)
  const all = settingFields(schema)
  const usual = all.filter(({ key }, index) => index < shown || isSet(values, key))
  const others = all.filter((spec) => !usual.includes(spec))
  useOpenOnWish(path, others, () => setOpen(true))
  const fields = { values, path, subject, ...(instead ? { instead } : {}) }
  return (
    <>
      <Fields specs={[...first, ...usual]} {...fields} />
      {others.length > 0 ? (
        <button
          type="button"
          className="more-settings"
          aria-expanded={open}
          onClick={() => setOpen(!open)}
        >
          <Icon name={open ? 'chevron' : 'chevronRight'} size={12} />
          {open
            ? 'Fewer settings'
            : `${others.length} more ${others.length === 1 ? 'setting' : 'settings'}`}
        </button>
      ) : null}
      {open ? <Fields specs={others} {...fields} /> : null}
    </>
  )
}

/** One of those that are folded away is asked for by name. */
function useOpenOnWish(
  path: readonly Step[],
  folded: readonly FieldSpec[],
  open: () => void,
): void {
  const wished = useWishBelow(path)
  const isFolded = wished !== null && folded.some(({ key }) => key === wished)
  useEffect(() => {
    if (isFolded) open()
  })
}

function isSet(values: object, key: string): boolean {
  return (values as Readonly<Record<string, unknown>>)[key] !== undefined
}
