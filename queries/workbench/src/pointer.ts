import type { RefObject } from 'preact'
import { useEffect, useRef } from 'preact/hooks'

// What a pointer does to a picture: dragging moves it, the wheel zooms it.

/**
 * useWheel zooms a picture, only with Ctrl or Command, as maps do: else the page
 * could not be scrolled. `zoomed` learns the direction and the place in the picture,
 * in pixels from its left edge.
 */
export function useWheel(picture: RefObject<Element | null>, zoomed: (nearer: boolean, px: number) => void) {
  useEffect(() => {
    const el = picture.current
    if (!el) return
    const wheel = (e: Event) => {
      if (!(e instanceof WheelEvent) || (!e.ctrlKey && !e.metaKey)) return
      e.preventDefault()
      zoomed(e.deltaY < 0, e.clientX - el.getBoundingClientRect().left)
    }
    el.addEventListener('wheel', wheel, { passive: false })
    return () => el.removeEventListener('wheel', wheel)
  })
}

/** useDrag moves a picture under the pointer; a click that moved nothing stays a click. */
export function useDrag(moved: (dx: number, dy: number) => void) {
  const from = useRef<{ x: number; y: number; id: number; on: boolean } | null>(null)
  return {
    onPointerDown: (e: PointerEvent) => {
      if (e.button === 0) from.current = { x: e.clientX, y: e.clientY, id: e.pointerId, on: false }
    },
    onPointerMove: (e: PointerEvent) => {
      const f = from.current
      if (!f || (!f.on && Math.abs(e.clientX - f.x) + Math.abs(e.clientY - f.y) < 6)) return
      if (!f.on) (e.currentTarget as Element).setPointerCapture(f.id)
      moved(e.clientX - f.x, e.clientY - f.y)
      from.current = { x: e.clientX, y: e.clientY, id: f.id, on: true }
    },
    onPointerUp: () => { from.current = null },
    onPointerCancel: () => { from.current = null },
  }
}
