import { seekProblem } from '#shared/topology/operations.ts'
import { changeRun } from '../../connection/connection.ts'
import { useDesigner } from '../../store/designerStore.ts'
import { Button } from '../../ui/Button.tsx'
import { ConfirmButton } from '../ConfirmButton.tsx'
import { Section } from '../Section.tsx'
import { useCanChange } from '../useCanChange.ts'
import '../service/faults.css'

interface ReadAgainProps {
  readonly subscriptionId: string
  /** "the subscription of Billing" */
  readonly subject: string
}

/** A log can be read from the start again, or what is in it be passed over. */
export function ReadAgain({ subscriptionId, subject }: ReadAgainProps) {
  const canChange = useCanChange()
  const topology = useDesigner((state) => state.topology)
  if (seekProblem(topology, subscriptionId) !== null) return null
  const seek = (kind: 'earliest' | 'latest') =>
    void changeRun({ kind: 'seek', subscriptionId, to: { kind } })
  return (
    <Section title="Position">
      <div className="fault-buttons">
        <Button
          size="small"
          aria-label={`Read again from the start: ${subject}`}
          title="What is still in the log is delivered once more"
          disabled={!canChange}
          onClick={() => seek('earliest')}
        >
          Read again from the start
        </Button>
        <ConfirmButton
          label="Go on from the end"
          subject={`for ${subject}`}
          question="Pass over all that has not been read yet?"
          answer="Pass over"
          disabled={!canChange}
          onConfirm={() => seek('latest')}
        />
      </div>
    </Section>
  )
}
