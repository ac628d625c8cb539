import type { Step } from '#shared/lib/json.ts'
import type { KeySpace } from '#shared/topology/keySpaces.ts'
import { Fields } from '../fields/FieldRow.tsx'
import { KindField } from '../fields/KindField.tsx'
import { DistributionFields } from './DistributionFields.tsx'
import { KeyChanges } from './KeyChanges.tsx'
import { KEY_KINDS, type KeyKind, keySpaceOf, SPACE_FIELDS } from './keyKinds.ts'

interface KeySpaceFieldsProps {
  /** Left out: its events have no key. */
  readonly keys: KeySpace | undefined
  readonly path: readonly Step[]
  readonly subject: string
  /** True: "no key" is not for choice here. */
  readonly isNeeded?: boolean
}

const NONE = {
  value: 'none',
  label: 'No key',
  help: 'Events without a key are in no order that holds.',
} as const

/** Which keys events carry, and how often each. */
export function KeySpaceFields({ keys, path, subject, isNeeded = false }: KeySpaceFieldsProps) {
  return (
    <>
      <KindField<KeyKind | 'none'>
        label="Keys"
        value={keys?.distribution.kind ?? 'none'}
        options={isNeeded ? KEY_KINDS : [NONE, ...KEY_KINDS]}
        path={path}
        subject={subject}
        partFor={(kind) => keySpaceOf(kind, keys)}
      />
      {keys ? (
        <>
          <Fields specs={SPACE_FIELDS} values={keys} path={path} subject={subject} />
          <DistributionFields
            size={keys.size}
            distribution={keys.distribution}
            path={[...path, 'distribution']}
            subject={subject}
          />
          <KeyChanges keys={keys} path={path} subject={subject} />
        </>
      ) : null}
    </>
  )
}
