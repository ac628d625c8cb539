import './glide.css'

const GLIDE_MS = 280

let timer: ReturnType<typeof setTimeout> | undefined

/** What moves on the canvas next glides there, unless somebody asked for less motion. */
export function glide(): void {
  const canvas = document.querySelector<HTMLElement>('.canvas')
  if (canvas === null || matchMedia('(prefers-reduced-motion: reduce)').matches) return
  canvas.dataset.gliding = 'true'
  clearTimeout(timer)
  timer = setTimeout(() => delete canvas.dataset.gliding, GLIDE_MS)
}
