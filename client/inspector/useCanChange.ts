import { useDesigner } from '../store/designerStore.ts'

/** Whether there is a run that faults and operations can be done to. */
export function useCanChange(): boolean {
  return useDesigner(({ run }) => run?.status === 'running' || run?.status === 'paused')
}
