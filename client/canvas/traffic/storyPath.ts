// The way of the selected event's story through the drawing.

import { readEvent } from '../../connection/connection.ts'
import { designerStore } from '../../store/designerStore.ts'
import type { TrafficFigures, TrafficModel } from './trafficModel.ts'

/** Follows the selection; `onChange` when there is another way to paint. Answers how to stop. */
export function followStory(
  model: TrafficModel,
  figures: TrafficFigures,
  onChange: () => void,
): () => void {
  let isOver = false
  const show = async () => {
    const { selectedEvent } = designerStore.getState()
    if (selectedEvent === null) {
      model.storySlots = new Set()
      onChange()
      return
    }
    const story = await readEvent(selectedEvent.origin, selectedEvent.n)
    if (isOver || designerStore.getState().selectedEvent !== selectedEvent) return
    model.storySlots = story.ok ? model.slotsOfRows(story.value.story, figures) : new Set()
    onChange()
  }
  const stop = designerStore.subscribe((state, previous) => {
    if (state.selectedEvent !== previous.selectedEvent || state.topology !== previous.topology)
      void show()
  })
  void show()
  return () => {
    isOver = true
    stop()
  }
}
