import { designerStore } from '../../store/designerStore.ts'
import { useProblemAt } from '../../store/problems.ts'
import { Icon } from '../../ui/Icon.tsx'

/** Something is wrong with the node as it is drawn; pressed, the dock says what would be right. */
export function ProblemBadge({ nodeId }: { readonly nodeId: string }) {
  const problem = useProblemAt(nodeId)
  if (problem === null) return null
  const { severity, message } = problem
  return (
    <button
      type="button"
      tabIndex={-1}
      className="problem-badge nodrag"
      data-severity={severity}
      aria-label={`${severity === 'error' ? 'Error' : 'Warning'}: ${message}`}
      title={message}
      onClick={() => designerStore.getState().openDock('problems')}
    >
      <Icon name={severity} size={12} />
    </button>
  )
}
