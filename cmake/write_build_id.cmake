# -DFILES=a|b|… -DOUT=FILE: writes the source of kBuildId.
string(REPLACE "|" ";" files "${FILES}")
set(all "")
foreach(file IN LISTS files)
  file(SHA256 ${file} digest)
  string(APPEND all "${digest}")
endforeach()
string(SHA256 id "${all}")
file(WRITE ${OUT} "#include \"cli/build_id.h\"\n\nnamespace idx::cli {\nconst char* const kBuildId = \"${id}\";\n}\n")
