import { SERVICE_FAULTS } from '#shared/topology/recipe.ts'
import { changeRun } from '../../connection/connection.ts'
import { designerStore, useDesigner } from '../../store/designerStore.ts'
import { Button } from '../../ui/Button.tsx'
import { Section } from '../Section.tsx'
import { capacityFields, serviceFields } from '../service/serviceFields.ts'
import { useCanChange } from '../useCanChange.ts'
import { ManyFields } from './ManyFields.tsx'

const SPECS = [...serviceFields.filter(({ key }) => key !== 'name'), ...capacityFields]

/** What services have in common, and breaking or mending them all. */
export function ManyServices({ ids }: { readonly ids: readonly string[] }) {
  const services = useDesigner(({ topology }) => topology.services)
  const parts = ids.flatMap((id) => {
    const values = services[id]
    return values ? [{ values, path: ['services', id] }] : []
  })
  const subject = `${ids.length} services`
  return (
    <>
      <Section title={subject}>
        <ManyFields specs={SPECS} parts={parts} subject={subject} />
      </Section>
      <FaultsOfAll ids={ids} subject={subject} />
    </>
  )
}

function FaultsOfAll({ ids, subject }: { readonly ids: readonly string[]; subject: string }) {
  const faults = useDesigner(({ run }) => run?.faults ?? NO_FAULTS)
  const canBreak = useCanChange()
  const broken = faults.filter(({ fault }) => 'serviceId' in fault && ids.includes(fault.serviceId))
  const crashed = broken.filter(({ fault }) => fault.kind === 'crash')
  return (
    <Section title="Faults">
      <div className="fault-buttons">
        <Button
          size="small"
          icon="bolt"
          aria-label={`Crash ${subject}`}
          disabled={!canBreak || crashed.length >= ids.length}
          onClick={() => void crashAll(ids)}
        >
          Crash all
        </Button>
        <Button
          size="small"
          icon="reset"
          aria-label={`Recover ${subject}`}
          disabled={!canBreak || broken.length === 0}
          onClick={() => void recoverAll(ids)}
        >
          Recover all
        </Button>
      </div>
      {canBreak ? null : <p className="field-help">Faults are for a run: start one first.</p>}
    </Section>
  )
}

const NO_FAULTS: readonly never[] = []

/** One after the other, so that they come to pass in the order of the list. */
async function crashAll(ids: readonly string[]): Promise<void> {
  for (const serviceId of ids)
    if (!faultsOf(serviceId).includes('crash'))
      await changeRun({ kind: 'fault', fault: { kind: 'crash', serviceId } })
}

async function recoverAll(ids: readonly string[]): Promise<void> {
  for (const serviceId of ids)
    for (const fault of SERVICE_FAULTS)
      if (faultsOf(serviceId).includes(fault))
        await changeRun({ kind: 'recover', serviceId, fault })
}

function faultsOf(serviceId: string): readonly string[] {
  const faults = designerStore.getState().run?.faults ?? NO_FAULTS
  return faults.flatMap(({ fault }) =>
    'serviceId' in fault && fault.serviceId === serviceId ? [fault.kind] : [],
  )
}
