// The way to pictures: what paints them loads when it is first wanted.

import { designerStore } from '../../store/designerStore.ts'

export function saveSvg(): void {
  void loaded((pictures) => pictures.downloadSvg())
}

export function savePng(): void {
  void loaded((pictures) => pictures.downloadPng())
}

export function copyPicture(): void {
  void loaded((pictures) => pictures.copyPng())
}

type Pictures = typeof import('./pictures.ts')

async function loaded(use: (pictures: Pictures) => Promise<void>): Promise<void> {
  try {
    await use(await import('./pictures.ts'))
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    designerStore.getState().notify({ tone: 'error', text: `No picture came about. ${reason}` })
  }
}
