import { useEffect } from 'react'
import { useCanvas } from '../interaction/canvasStore.ts'

/** While a node is held over an edge: the edge stands out, and words say what dropping it would do. */
export function SpliceHint() {
  const edgeId = useCanvas((state) => state.splicing?.edgeId ?? null)
  const tone = useCanvas((state) => state.splicing?.tone ?? 'ok')
  const text = useCanvas((state) => state.splicing?.text ?? '')
  const x = useCanvas((state) => state.splicing?.at.x ?? 0)
  const y = useCanvas((state) => state.splicing?.at.y ?? 0)
  useEffect(() => {
    if (edgeId === null) return
    const selector = `.react-flow__edge[data-id="${CSS.escape(edgeId)}"]`
    const edge = document.querySelector<SVGElement>(selector)
    edge?.setAttribute('data-splice', tone)
    return () => edge?.removeAttribute('data-splice')
  }, [edgeId, tone])
  if (edgeId === null) return null
  return (
    <div className="connection-hint" data-tone={tone} role="status" style={{ left: x, top: y }}>
      {text}
    </div>
  )
}
