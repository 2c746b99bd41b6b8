package sparql

import (
	"sync"
)

// functions is the table of built-ins, made once and never changed.
var functions = sync.OnceValue(functionTable)

// evalFunc computes an expression for the row of e; nil is unbound or an error.
type evalFunc func(e *env) *value

// env is one row for expressions to read.
type env struct {
	x      *exec
	cols   [][]ID
	at     []int32 // column of each variable, -1 where the row has none
	row    int
	blanks map[string]*value // labels of BNODE() in this solution
}

func (e *env) id(v variable) ID {
	if c := e.at[v]; c >= 0 {
		return e.cols[c][e.row]
	}
	return 0
}

func (e *env) value(v variable) *value {
	id := e.id(v)
	if id == 0 {
		return nil
	}
	return e.x.value(id)
}

// compile turns an expression into closures over variables.
func (t *translator) compile(e *expr, sc scope, g graphRef) *expression {
	c := &compiler{t: t, sc: sc, g: g, out: &expression{source: e}}
	c.out.eval = c.expr(e)
	c.out.lone = e.kind == xExists || e.kind == xNotExists
	c.out.negated = e.kind == xNotExists
	c.out.mentions = c.out.mentions.union(c.out.vars)
	return c.out
}

type compiler struct {
	t   *translator
	sc  scope
	g   graphRef
	out *expression
}

func (c *compiler) variable(v variable) evalFunc {
	c.out.vars.add(v)
	return func(e *env) *value { return e.value(v) }
}

func (c *compiler) expr(x *expr) evalFunc {
	switch x.kind {
	case xTerm:
		v := decode(x.term)
		return func(*env) *value { return v }
	case xVar:
		return c.variable(c.t.variable(c.sc, x.name))
	case xAggregate:
		return c.variable(c.t.aggs[x])
	case xExists, xNotExists:
		return c.exists(x)
	case xFunction:
		f, ok := c.t.table[x.name]
		if !ok {
			return func(*env) *value { return nil } // an unknown function is an error in each solution
		}
		return c.call(f, c.args(x))
	}
	return c.builtin(x)
}

func (c *compiler) args(x *expr) []evalFunc {
	out := make([]evalFunc, len(x.args))
	for i, a := range x.args {
		out[i] = c.expr(a)
	}
	return out
}

func (c *compiler) call(f function, args []evalFunc) evalFunc {
	switch len(args) {
	case 1:
		a := args[0]
		return func(e *env) *value {
			buf := [1]*value{a(e)}
			return f(e, buf[:])
		}
	case 2:
		a, b := args[0], args[1]
		return func(e *env) *value {
			buf := [2]*value{a(e), b(e)}
			return f(e, buf[:])
		}
	}
	return func(e *env) *value {
		values := make([]*value, len(args))
		for i, a := range args {
			values[i] = a(e)
		}
		return f(e, values)
	}
}

// builtin compiles the calls that do not evaluate all their arguments.
func (c *compiler) builtin(x *expr) evalFunc {
	switch x.name {
	case "BOUND":
		v := c.t.variable(c.sc, x.args[0].name)
		c.out.vars.add(v)
		return func(e *env) *value { return boolValue(e.id(v) != 0) }
	case "RAND", "UUID", "STRUUID", "BNODE":
		c.out.volatile = true
	}
	args := c.args(x)
	switch x.name {
	case "||":
		return func(e *env) *value { return logical(args[0](e), args[1], e, true) }
	case "&&":
		return func(e *env) *value { return logical(args[0](e), args[1], e, false) }
	case "!":
		return func(e *env) *value {
			b, ok := truth(args[0](e))
			if !ok {
				return nil
			}
			return boolValue(!b)
		}
	case "IF":
		return func(e *env) *value {
			b, ok := truth(args[0](e))
			switch {
			case !ok:
				return nil
			case b:
				return args[1](e)
			}
			return args[2](e)
		}
	case "COALESCE":
		return func(e *env) *value {
			for _, a := range args {
				if v := a(e); v != nil {
					return v
				}
			}
			return nil
		}
	case "IN":
		return func(e *env) *value { return oneOf(args, e, true) }
	case "NOT IN":
		return func(e *env) *value { return oneOf(args, e, false) }
	}
	return c.call(c.t.table[x.name], args)
}

// logical is || (decisive true) and && (decisive false) with errors as section
// 17.2 has them.
func logical(a *value, right evalFunc, e *env, decisive bool) *value {
	x, xok := truth(a)
	if xok && x == decisive {
		return boolValue(decisive)
	}
	y, yok := truth(right(e))
	switch {
	case yok && y == decisive:
		return boolValue(decisive)
	case !xok || !yok:
		return nil
	}
	return boolValue(!decisive)
}

func oneOf(args []evalFunc, e *env, found bool) *value {
	v, failed := args[0](e), false
	for _, a := range args[1:] {
		eq, ok := equal(v, a(e))
		if eq && ok {
			return boolValue(found)
		}
		failed = failed || !ok
	}
	if failed || v == nil && len(args) > 1 {
		return nil
	}
	return boolValue(!found)
}

func (c *compiler) exists(x *expr) evalFunc {
	o := c.t.group(x.group, c.sc, c.g)
	c.out.exists = append(c.out.exists, o)
	c.out.mentions = c.out.mentions.union(o.mentions())
	found := x.kind == xExists
	return func(e *env) *value {
		yes, ok := e.x.exists(e, o)
		if !ok {
			return nil
		}
		return boolValue(yes == found)
	}
}
