/** Whether Esc was pressed in the course of a drag. */
export class DragEscape {
  #isDragging = false
  #wasPressed = false

  /** Answers how to stop. */
  listen(onPress: () => void): () => void {
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== 'Escape' || !this.#isDragging) return
      event.preventDefault()
      event.stopPropagation()
      this.#wasPressed = true
      onPress()
    }
    window.addEventListener('keydown', onKey, { capture: true })
    return () => window.removeEventListener('keydown', onKey, { capture: true })
  }

  begin(): void {
    this.#isDragging = true
    this.#wasPressed = false
  }

  get wasPressed(): boolean {
    return this.#isDragging && this.#wasPressed
  }

  /** True: the drag was given up. */
  end(): boolean {
    const { wasPressed } = this
    this.#isDragging = false
    return wasPressed
  }
}
