# zsh -f zsh-completion.zsh FILE LINE...: prints what zsh offers at the end of each line after it
# has sourced FILE. zsh completes at a terminal alone, so this starts another zsh in a pseudo
# terminal and presses the key there.
zmodload zsh/zpty
export OFFERED="$(mktemp -u)"
mkfifo "$OFFERED"
# Held open: between two writers a reader would meet the end of the file.
exec {offers}<>"$OFFERED"
export SOURCED="$1"
shift
zpty inner zsh -f -i
zpty -w inner '
PROMPT=; unsetopt beep; autoload -Uz compinit; compinit -u -D; source "$SOURCED"
typeset -ga offers
compadd() {
  if [[ " ${@[1,(i)(-|--)]} " == *" "-(O|A|D)* ]]; then builtin compadd "$@"; return; fi
  local -a found; builtin compadd -A found "$@"; offers+=($found); (( $#found ))
}
capture() { offers=(); zle complete-word; print -r -- "${(u)offers}" > "$OFFERED"; BUFFER= }
zle -N capture; bindkey "^I" capture; print ready > "$OFFERED"
'
read -r ready <&$offers
for line in "$@"; do
  zpty -w -n inner "$line"$'\t'
  read -r answer <&$offers
  print -r -- "$answer"
done
zpty -d inner
rm -f "$OFFERED"
