import { createStore } from 'zustand/vanilla'
import type { Quality } from './quality.ts'

export const qualityStore = createStore<{ readonly quality: Quality }>(() => ({ quality: 'full' }))
