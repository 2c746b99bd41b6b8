// A layout by forces that always gives the same picture: nodes begin on a spiral
// around the first, in their order, and nothing is random.

export interface Body {
  x: number
  y: number
}

export function layout(count: number, edges: [number, number][], kept: (Body | undefined)[]): Body[] {
  const bodies: Body[] = Array.from({ length: count }, (_, i) => kept[i] ?? spiral(i))
  for (const [a, b] of edges) {
    const from = bodies[a]!
    // a new node begins beside the one it was found from
    if (kept[a] && !kept[b]) bodies[b] = { x: from.x * 1.4 + Math.cos(b * 2.4) * 60, y: from.y * 1.4 + Math.sin(b * 2.4) * 60 }
  }
  const degree = bodies.map(() => 0)
  for (const [a, b] of edges) {
    degree[a]!++
    degree[b]!++
  }
  const rounds = 260
  for (let r = 0; r < rounds; r++) {
    const heat = 14 * (1 - r / rounds) + 0.4
    const force = bodies.map(() => ({ x: 0, y: 0 }))
    for (let i = 0; i < count; i++) {
      for (let k = i + 1; k < count; k++) {
        const [a, b] = [bodies[i]!, bodies[k]!]
        const [dx, dy] = [a.x - b.x || 0.1, a.y - b.y || 0.1]
        // labels are wide and low: nodes keep a larger distance sideways
        const d2 = Math.max(60, dx * dx * 0.55 + dy * dy)
        const f = 9000 / d2 / Math.sqrt(d2)
        force[i]!.x += dx * f
        force[i]!.y += dy * f
        force[k]!.x -= dx * f
        force[k]!.y -= dy * f
      }
      force[i]!.x -= bodies[i]!.x * 0.012
      force[i]!.y -= bodies[i]!.y * 0.02
    }
    for (const [i, k] of edges) {
      const [a, b] = [bodies[i]!, bodies[k]!]
      const [dx, dy] = [a.x - b.x, a.y - b.y]
      const d = Math.hypot(dx, dy) || 1
      // between two that have many neighbours there must be room for those
      const length = degree[i]! > 5 && degree[k]! > 5 ? 300 : 105
      const f = ((d - length) / d) * 0.06
      force[i]!.x -= dx * f
      force[i]!.y -= dy * f
      force[k]!.x += dx * f
      force[k]!.y += dy * f
    }
    for (let i = 1; i < count; i++) {
      const f = force[i]!
      const d = Math.hypot(f.x, f.y) || 1
      const step = Math.min(heat, d)
      bodies[i]!.x += (f.x / d) * step
      bodies[i]!.y += (f.y / d) * step
    }
  }
  return bodies
}

function spiral(i: number): Body {
  if (i === 0) return { x: 0, y: 0 }
  const r = 70 + 9 * Math.sqrt(i) * 4
  return { x: r * Math.cos(i * 2.39996), y: r * Math.sin(i * 2.39996) }
}
