// Runs a health script as Argo CD does: the same Lua, the same libraries, the resource as the global `obj`.
//
//	health-script SCRIPT < resources.json
//
// Takes a JSON array of resources and writes a JSON array of what the script gives for each: status and message, or
// error.
package main

import (
	"encoding/json"
	"os"

	lua "github.com/yuin/gopher-lua"
)

type verdict struct {
	Status  string `json:"status,omitempty"`
	Message string `json:"message,omitempty"`
	Error   string `json:"error,omitempty"`
}

func main() {
	script, err := os.ReadFile(os.Args[1])
	if err != nil {
		panic(err)
	}
	var resources []any
	if err := json.NewDecoder(os.Stdin).Decode(&resources); err != nil {
		panic(err)
	}
	verdicts := []verdict{}
	for _, resource := range resources {
		verdicts = append(verdicts, judge(string(script), resource))
	}
	if err := json.NewEncoder(os.Stdout).Encode(verdicts); err != nil {
		panic(err)
	}
}

func judge(script string, resource any) verdict {
	state := lua.NewState(lua.Options{SkipOpenLibs: true})
	defer state.Close()
	for name, open := range map[string]lua.LGFunction{lua.BaseLibName: lua.OpenBase, lua.TabLibName: lua.OpenTable} {
		call := lua.P{Fn: state.NewFunction(open), Protect: true}
		if err := state.CallByParam(call, lua.LString(name)); err != nil {
			panic(err)
		}
	}
	state.SetGlobal("obj", valueOf(state, resource))
	if err := state.DoString(script); err != nil {
		return verdict{Error: err.Error()}
	}
	result, isTable := state.Get(-1).(*lua.LTable)
	if !isTable {
		return verdict{Error: "the script gives no table"}
	}
	return verdict{Status: textOf(result, "status"), Message: textOf(result, "message")}
}

func textOf(table *lua.LTable, key string) string {
	if text, isText := table.RawGetString(key).(lua.LString); isText {
		return string(text)
	}
	return ""
}

func valueOf(state *lua.LState, value any) lua.LValue {
	switch typed := value.(type) {
	case bool:
		return lua.LBool(typed)
	case float64:
		return lua.LNumber(typed)
	case string:
		return lua.LString(typed)
	case []any:
		list := state.CreateTable(len(typed), 0)
		for _, item := range typed {
			list.Append(valueOf(state, item))
		}
		return list
	case map[string]any:
		table := state.CreateTable(0, len(typed))
		for key, item := range typed {
			table.RawSetString(key, valueOf(state, item))
		}
		return table
	default:
		return lua.LNil
	}
}
