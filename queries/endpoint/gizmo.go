package endpoint

import (
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/dop251/goja/ast"
	"github.com/dop251/goja/parser"
)

// Gizmo is JavaScript, and the engine that runs it cannot be held to limits: a
// few characters overflow the stack or the memory of the whole process. From
// outside it is therefore the language of paths alone: chains of the steps below
// that begin at g, graph or a name given to such a chain. No functions, no loops,
// no operators. The owner of the store has all of it, on the command line.

// gizmoSteps are the steps of paths. Those that hand results to a script are not
// among them.
var gizmoSteps = [...]string{"v", "vertex", "m", "morphism", "iRI", "uri", "addNamespace", "addDefaultNamespaces",
	"all", "and", "as", "back", "both", "count", "difference", "except", "filter", "follow", "followR", "followRecursive", "getLimit", "has", "hasR",
	"in", "inPredicates", "intersect", "is", "labelContext", "labels", "limit", "or", "order", "out", "outPredicates", "save", "saveInPredicates",
	"saveOpt", "saveOptR", "saveOutPredicates", "saveR", "skip", "tag", "union", "unique"}

// gizmoValues are the functions that make values and comparisons.
var gizmoValues = [...]string{"iri", "bnode", "raw", "str", "lang", "typed", "lt", "lte", "gt", "gte", "regex", "like"}

// mostGizmo bounds the length in bytes of a query in Gizmo or GraphQL; their
// parsers nest as deep as the text does.
const mostGizmo = 16 << 10

// checkGizmo refuses what is more than paths.
func checkGizmo(text string) error {
	program, err := parser.ParseFile(nil, "", text, 0)
	if err != nil {
		return fmt.Errorf("gizmo: %w", err)
	}
	c := gizmoChecker{names: map[string]bool{"g": true, "graph": true}}
	for _, s := range program.Body {
		if err := c.statement(s); err != nil {
			return fmt.Errorf("gizmo: %w; from outside it is chains of path steps only", err)
		}
	}
	return nil
}

// gizmoChecker knows the names that stand for paths.
type gizmoChecker struct{ names map[string]bool }

func (c gizmoChecker) statement(s ast.Statement) error {
	switch s := s.(type) {
	case *ast.EmptyStatement:
		return nil
	case *ast.ExpressionStatement:
		if a, ok := s.Expression.(*ast.AssignExpression); ok {
			if name, ok := a.Left.(*ast.Identifier); ok {
				return c.define(name.Name, a.Right)
			}
		}
		return c.path(s.Expression)
	case *ast.VariableStatement:
		for _, e := range s.List {
			v, ok := e.(*ast.VariableExpression)
			if !ok || v.Initializer == nil {
				return fmt.Errorf("a variable without a path")
			}
			if err := c.define(v.Name, v.Initializer); err != nil {
				return err
			}
		}
		return nil
	}
	return fmt.Errorf("%s is not allowed", kindOfNode(s))
}

func (c gizmoChecker) define(name string, value ast.Expression) error {
	if err := c.path(value); err != nil {
		return err
	}
	c.names[name] = true
	return nil
}

// path is a name of one, or a step of one with its arguments.
func (c gizmoChecker) path(e ast.Expression) error {
	switch e := e.(type) {
	case *ast.Identifier:
		if c.names[e.Name] {
			return nil
		}
		return fmt.Errorf("%q is no path", e.Name)
	case *ast.CallExpression:
		dot, ok := e.Callee.(*ast.DotExpression)
		if !ok {
			return fmt.Errorf("a path is g.V(…) and steps after it")
		}
		if !slices.Contains(gizmoSteps[:], lowerFirst(dot.Identifier.Name)) {
			return fmt.Errorf("no step %q", dot.Identifier.Name)
		}
		if err := c.path(dot.Left); err != nil {
			return err
		}
		return c.arguments(e.ArgumentList)
	}
	return fmt.Errorf("%s is not allowed", kindOfNode(e))
}

func (c gizmoChecker) arguments(list []ast.Expression) error {
	for _, e := range list {
		if err := c.argument(e); err != nil {
			return err
		}
	}
	return nil
}

func (c gizmoChecker) argument(e ast.Expression) error {
	switch e := e.(type) {
	case *ast.StringLiteral, *ast.NumberLiteral, *ast.BooleanLiteral, *ast.NullLiteral:
		return nil
	case *ast.ArrayLiteral:
		return c.arguments(e.Value)
	case *ast.CallExpression:
		if f, ok := e.Callee.(*ast.Identifier); ok && slices.Contains(gizmoValues[:], f.Name) && !c.names[f.Name] {
			return c.arguments(e.ArgumentList)
		}
	}
	return c.path(e)
}

func lowerFirst(s string) string {
	r, n := utf8.DecodeRuneInString(s)
	return string(unicode.ToLower(r)) + s[n:]
}

// kindOfNode names a part of the grammar: "ForStatement".
func kindOfNode(n any) string { return strings.TrimPrefix(fmt.Sprintf("%T", n), "*ast.") }
