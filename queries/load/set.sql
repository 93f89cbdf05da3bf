-- Template: changes a setting.

set {setting} = '{value}'
