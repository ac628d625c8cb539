import type { Step } from '#shared/lib/json.ts'
import { setField } from '#shared/topology/edits.ts'
import { KEY_PHASES_MAX, type KeyPhase, type KeySpace } from '#shared/topology/keySpaces.ts'
import { designerStore } from '../../store/designerStore.ts'
import { Button } from '../../ui/Button.tsx'
import { Fields } from '../fields/FieldRow.tsx'
import { KindField } from '../fields/KindField.tsx'
import { Card } from '../Section.tsx'
import { DistributionFields } from './DistributionFields.tsx'
import { distributionOf, KEY_KINDS, PHASE_FIELD, ROTATION_FIELDS } from './keyKinds.ts'

interface KeyChangesProps {
  readonly keys: KeySpace
  readonly path: readonly Step[]
  readonly subject: string
}

const ROTATION_KINDS = [
  { value: 'none', label: 'Stay the same' },
  {
    value: 'rotation',
    label: 'Take turns',
    help: 'Again and again other keys become the popular ones.',
  },
] as const

/** What changes while a run goes on: the distribution, and which keys are popular. */
export function KeyChanges({ keys, path, subject }: KeyChangesProps) {
  const phases = keys.phases ?? []
  const commit = (next: readonly KeyPhase[], label: string) => {
    const value = next.length > 0 ? next : undefined
    designerStore.getState().edit(setField([...path, 'phases'], value, `${label} ${subject}`))
  }
  return (
    <>
      <KindField<'none' | 'rotation'>
        label="Popular keys"
        value={keys.rotation ? 'rotation' : 'none'}
        options={ROTATION_KINDS}
        path={[...path, 'rotation']}
        subject={subject}
        partFor={(kind) => (kind === 'none' ? undefined : { everyMs: 10_000, by: 1 })}
      />
      {keys.rotation ? (
        <Fields
          specs={ROTATION_FIELDS}
          values={keys.rotation}
          path={[...path, 'rotation']}
          subject={subject}
        />
      ) : null}
      {phases.map((phase, index) => (
        <PhaseCard
          key={phase.fromMs}
          phase={phase}
          index={index}
          size={keys.size}
          path={[...path, 'phases', index]}
          subject={subject}
          onDelete={() => commit(phases.toSpliced(index, 1), 'Delete a change of the keys of')}
        />
      ))}
      <Button
        size="small"
        icon="plus"
        disabled={phases.length >= KEY_PHASES_MAX}
        onClick={() => commit([...phases, phaseAfter(phases)], 'Add a change of the keys of')}
      >
        Add a change of keys
      </Button>
    </>
  )
}

interface PhaseCardProps {
  readonly phase: KeyPhase
  readonly index: number
  readonly size: number
  readonly path: readonly Step[]
  readonly subject: string
  readonly onDelete: () => void
}

function PhaseCard({ phase, index, size, path, subject, onDelete }: PhaseCardProps) {
  const distributionPath = [...path, 'distribution']
  return (
    <Card title={`Change ${index + 1} of the keys`} onDelete={onDelete}>
      <Fields specs={[PHASE_FIELD]} values={phase} path={path} subject={subject} />
      <KindField
        label="Keys"
        value={phase.distribution.kind}
        options={KEY_KINDS}
        path={distributionPath}
        subject={subject}
        partFor={distributionOf}
      />
      <DistributionFields
        size={size}
        distribution={phase.distribution}
        path={distributionPath}
        subject={subject}
      />
    </Card>
  )
}

function phaseAfter(phases: readonly KeyPhase[]): KeyPhase {
  const fromMs = (phases.at(-1)?.fromMs ?? 0) + 30_000
  return { fromMs, distribution: { kind: 'zipf', exponent: 1 } }
}
