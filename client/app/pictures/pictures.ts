// The drawing goes out as a picture: to a file, or to the clipboard.

import { paintScene } from '../../canvas/scene/paintScene.ts'
import type { Scene } from '../../canvas/scene/shapes.ts'
import { svgText } from '../../canvas/scene/svg.ts'
import { designerStore } from '../../store/designerStore.ts'
import { downloadBlob } from '../exporting.ts'
import { currentScene } from './depict.ts'
import { pixelScale } from './pixelScale.ts'

export async function downloadSvg(): Promise<void> {
  const scene = await currentScene()
  save('svg', new Blob([svgText(scene)], { type: 'image/svg+xml' }))
}

export async function downloadPng(): Promise<void> {
  const blob = await pngOf(await currentScene())
  if (blob) save('png', blob)
}

export async function copyPng(): Promise<void> {
  const { notify } = designerStore.getState()
  const blob = await pngOf(await currentScene())
  if (blob === null) return
  try {
    await navigator.clipboard.write([new ClipboardItem({ 'image/png': blob })])
    notify({ tone: 'success', text: 'The picture is on the clipboard.' })
  } catch {
    notify({ tone: 'error', text: 'The browser did not let the page write to the clipboard.' })
  }
}

function save(extension: string, blob: Blob): void {
  downloadBlob(`${designerStore.getState().topologyId ?? 'topology'}.${extension}`, blob)
}

/** Null: the browser could not paint it, and a notice says so. */
async function pngOf(scene: Scene): Promise<Blob | null> {
  const { notify } = designerStore.getState()
  const scale = pixelScale(scene)
  const canvas = document.createElement('canvas')
  canvas.width = Math.round(scene.width * scale)
  canvas.height = Math.round(scene.height * scale)
  const context = canvas.getContext('2d')
  if (context) paintScene(context, scene, scale)
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/png'))
  if (blob === null) {
    const text = 'The browser could not paint so large a picture. The SVG file has no such bound.'
    notify({ tone: 'error', text })
  } else if (scale < 1) {
    const text = `The drawing is large, so its picture is scaled down to ${canvas.width} × ${canvas.height} pixels. The SVG file stays sharp.`
    notify({ tone: 'info', text })
  }
  return blob
}
