import type { Step } from '#shared/lib/json.ts'
import type { KeyDistribution } from '#shared/topology/keySpaces.ts'
import { Fields } from '../fields/FieldRow.tsx'
import { FilledCurve } from './FilledCurve.tsx'
import { DISTRIBUTION_FIELDS } from './keyKinds.ts'
import { KEYS_SHOWN, keyShares } from './keyShares.ts'

interface DistributionFieldsProps {
  readonly size: number
  readonly distribution: KeyDistribution
  readonly path: readonly Step[]
  readonly subject: string
}

/** How often each key of a space is drawn; the curve shows the first of them. */
export function DistributionFields(props: DistributionFieldsProps) {
  const { size, distribution, path, subject } = props
  const points = keyShares(size, distribution)
  return (
    <>
      <Fields
        specs={DISTRIBUTION_FIELDS[distribution.kind]}
        values={distribution}
        path={path}
        subject={subject}
      />
      {points === null ? null : (
        <FilledCurve points={points} averageY={null}>
          Shares of
          <br />
          <b>{size > KEYS_SHOWN ? `first ${KEYS_SHOWN} keys` : `all ${size} keys`}</b>
        </FilledCurve>
      )}
    </>
  )
}
