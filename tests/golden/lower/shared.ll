; ModuleID = 'rules'
source_filename = "rules"

; Function Attrs: nounwind uwtable
define void @idx_loop_0_0(ptr %0, i32 %1, ptr %2, ptr %3, ptr %4) #0 {
entry:
  %parts = alloca [2 x [2 x i64]], align 8
  %local8 = alloca i64, align 8
  %local7 = alloca ptr, align 8
  %local6 = alloca i64, align 8
  %local5 = alloca ptr, align 8
  %local4 = alloca i64, align 8
  %local3 = alloca ptr, align 8
  %local2 = alloca i64, align 8
  %local = alloca ptr, align 8
  %memo = alloca [6 x i64], align 8
  %5 = zext i32 %1 to i64
  %6 = load ptr, ptr %0, align 1
  %7 = getelementptr inbounds i8, ptr %0, i64 16
  %8 = load ptr, ptr %7, align 1
  %9 = load ptr, ptr %2, align 1
  %10 = getelementptr inbounds i8, ptr %2, i64 8
  %11 = load ptr, ptr %10, align 1
  %12 = getelementptr inbounds i8, ptr %2, i64 16
  %13 = load ptr, ptr %12, align 1
  %14 = getelementptr inbounds i8, ptr %2, i64 24
  %15 = load ptr, ptr %14, align 1
  %16 = getelementptr inbounds i8, ptr %6, i64 16
  %17 = load ptr, ptr %16, align 1
  %18 = getelementptr inbounds i8, ptr %3, i64 112
  %19 = load i64, ptr %18, align 1
  br label %row

row:                                              ; preds = %next16, %entry
  %row1 = phi i64 [ 0, %entry ], [ %231, %next16 ]
  %20 = icmp ult i64 %row1, %5
  br i1 %20, label %functions, label %exit

functions:                                        ; preds = %row
  %21 = icmp eq ptr %8, null
  br i1 %21, label %25, label %selected

selected:                                         ; preds = %functions
  %22 = getelementptr inbounds i32, ptr %8, i64 %row1
  %23 = load i32, ptr %22, align 4
  %24 = zext i32 %23 to i64
  br label %25

25:                                               ; preds = %selected, %functions
  %26 = phi i64 [ %row1, %functions ], [ %24, %selected ]
  %27 = lshr i64 %26, 3
  %28 = and i64 %26, 7
  %29 = shl i64 1, %28
  %30 = mul i64 %26, 16
  %31 = getelementptr inbounds i8, ptr %17, i64 %30
  %32 = load i64, ptr %31, align 1
  %33 = getelementptr inbounds i8, ptr %31, i64 8
  %34 = load i64, ptr %33, align 1
  store i64 0, ptr %memo, align 4
  store i64 %19, ptr %3, align 1
  %35 = getelementptr inbounds i8, ptr %3, i64 40
  %36 = load ptr, ptr %35, align 1
  %37 = load i64, ptr %36, align 1
  %38 = getelementptr inbounds i8, ptr %36, i64 16
  %39 = load i64, ptr %38, align 1
  %40 = getelementptr inbounds i8, ptr %36, i64 24
  %41 = load i64, ptr %40, align 1
  %42 = sub i64 %37, %39
  %43 = add i64 %41, %42
  %44 = getelementptr inbounds i8, ptr %3, i64 104
  store i64 %43, ptr %44, align 1
  store ptr %6, ptr %local, align 8
  store i64 %26, ptr %local2, align 4
  %45 = load i64, ptr %3, align 1
  %46 = load i64, ptr %memo, align 1
  %47 = icmp ne i64 %46, 0
  br i1 %47, label %filled, label %miss

filled:                                           ; preds = %25
  %48 = getelementptr inbounds i8, ptr %memo, i64 32
  %49 = load i64, ptr %48, align 1
  %50 = sub i64 %45, %49
  %51 = getelementptr inbounds i8, ptr %3, i64 104
  %52 = load i64, ptr %51, align 1
  %53 = getelementptr inbounds i8, ptr %memo, i64 40
  %54 = load i64, ptr %53, align 1
  %55 = sub i64 %52, %54
  %56 = getelementptr inbounds i8, ptr %3, i64 120
  %57 = load i64, ptr %56, align 1
  %58 = lshr i64 %57, 1
  %59 = getelementptr inbounds i8, ptr %3, i64 40
  %60 = load ptr, ptr %59, align 1
  %61 = load i64, ptr %60, align 1
  %62 = getelementptr inbounds i8, ptr %60, i64 16
  %63 = load i64, ptr %62, align 1
  %64 = getelementptr inbounds i8, ptr %60, i64 24
  %65 = load i64, ptr %64, align 1
  %66 = sub i64 %61, %63
  %67 = add i64 %65, %66
  %68 = sub i64 %67, %55
  %69 = icmp ule i64 %68, %58
  %70 = icmp sge i64 %50, 0
  %71 = and i1 %69, %70
  br i1 %71, label %hit, label %miss

hit:                                              ; preds = %filled
  store i64 %50, ptr %3, align 1
  %72 = getelementptr inbounds i8, ptr %3, i64 104
  store i64 %55, ptr %72, align 1
  %73 = getelementptr inbounds i8, ptr %memo, i64 8
  %74 = load i64, ptr %73, align 1
  %75 = getelementptr inbounds i8, ptr %73, i64 8
  %76 = load i64, ptr %75, align 1
  br label %shared

miss:                                             ; preds = %filled, %25
  %77 = getelementptr inbounds i8, ptr %3, i64 40
  %78 = load ptr, ptr %77, align 1
  %79 = load i64, ptr %78, align 1
  %80 = getelementptr inbounds i8, ptr %78, i64 16
  %81 = load i64, ptr %80, align 1
  %82 = getelementptr inbounds i8, ptr %78, i64 24
  %83 = load i64, ptr %82, align 1
  %84 = sub i64 %79, %81
  %85 = add i64 %83, %84
  %86 = getelementptr inbounds i8, ptr %3, i64 104
  %87 = load i64, ptr %86, align 1
  %88 = call { i64, i64 } @idx_string_ToLower__string(ptr %3, i64 %32, i64 %34) #1
  %89 = extractvalue { i64, i64 } %88, 0
  %90 = extractvalue { i64, i64 } %88, 1
  %91 = getelementptr inbounds i8, ptr %3, i64 8
  %92 = load i32, ptr %91, align 1
  %93 = icmp ne i32 %92, 0
  br i1 %93, label %failed, label %94

94:                                               ; preds = %miss
  %95 = getelementptr inbounds i8, ptr %memo, i64 8
  store i64 %89, ptr %95, align 1
  %96 = getelementptr inbounds i8, ptr %95, i64 8
  store i64 %90, ptr %96, align 1
  %97 = load i64, ptr %3, align 1
  %98 = sub i64 %45, %97
  %99 = getelementptr inbounds i8, ptr %memo, i64 32
  store i64 %98, ptr %99, align 1
  %100 = getelementptr inbounds i8, ptr %3, i64 40
  %101 = load ptr, ptr %100, align 1
  %102 = load i64, ptr %101, align 1
  %103 = getelementptr inbounds i8, ptr %101, i64 16
  %104 = load i64, ptr %103, align 1
  %105 = getelementptr inbounds i8, ptr %101, i64 24
  %106 = load i64, ptr %105, align 1
  %107 = sub i64 %102, %104
  %108 = add i64 %106, %107
  %109 = sub i64 %108, %85
  %110 = getelementptr inbounds i8, ptr %3, i64 104
  %111 = load i64, ptr %110, align 1
  %112 = sub i64 %87, %111
  %113 = add i64 %109, %112
  %114 = getelementptr inbounds i8, ptr %memo, i64 40
  store i64 %113, ptr %114, align 1
  store i64 1, ptr %memo, align 1
  br label %shared

shared:                                           ; preds = %94, %hit
  %115 = phi i64 [ %74, %hit ], [ %89, %94 ]
  %116 = phi i64 [ %76, %hit ], [ %90, %94 ]
  %117 = trunc i64 %115 to i32
  %118 = icmp ne i32 %117, 0
  br i1 %118, label %set, label %none

set:                                              ; preds = %shared
  %119 = mul i64 %row1, 16
  %120 = getelementptr inbounds i8, ptr %9, i64 %119
  store i64 %115, ptr %120, align 1
  %121 = getelementptr inbounds i8, ptr %120, i64 8
  store i64 %116, ptr %121, align 1
  %122 = getelementptr inbounds i8, ptr %11, i64 %row1
  store i8 1, ptr %122, align 1
  br label %127

none:                                             ; preds = %shared
  %123 = mul i64 %row1, 16
  %124 = getelementptr inbounds i8, ptr %9, i64 %123
  store i64 0, ptr %124, align 1
  %125 = getelementptr inbounds i8, ptr %124, i64 8
  store i64 0, ptr %125, align 1
  %126 = getelementptr inbounds i8, ptr %11, i64 %row1
  store i8 0, ptr %126, align 1
  br label %127

127:                                              ; preds = %none, %set
  br label %return

return:                                           ; preds = %127
  br label %next

next:                                             ; preds = %fail, %return
  store i64 %19, ptr %3, align 1
  %128 = getelementptr inbounds i8, ptr %3, i64 40
  %129 = load ptr, ptr %128, align 1
  %130 = load i64, ptr %129, align 1
  %131 = getelementptr inbounds i8, ptr %129, i64 16
  %132 = load i64, ptr %131, align 1
  %133 = getelementptr inbounds i8, ptr %129, i64 24
  %134 = load i64, ptr %133, align 1
  %135 = sub i64 %130, %132
  %136 = add i64 %134, %135
  %137 = getelementptr inbounds i8, ptr %3, i64 104
  store i64 %136, ptr %137, align 1
  store ptr %6, ptr %local5, align 8
  store i64 %26, ptr %local6, align 4
  %138 = load i64, ptr %3, align 1
  %139 = load i64, ptr %memo, align 1
  %140 = icmp ne i64 %139, 0
  br i1 %140, label %filled10, label %miss12

filled10:                                         ; preds = %next
  %141 = getelementptr inbounds i8, ptr %memo, i64 32
  %142 = load i64, ptr %141, align 1
  %143 = sub i64 %138, %142
  %144 = getelementptr inbounds i8, ptr %3, i64 104
  %145 = load i64, ptr %144, align 1
  %146 = getelementptr inbounds i8, ptr %memo, i64 40
  %147 = load i64, ptr %146, align 1
  %148 = sub i64 %145, %147
  %149 = getelementptr inbounds i8, ptr %3, i64 120
  %150 = load i64, ptr %149, align 1
  %151 = lshr i64 %150, 1
  %152 = getelementptr inbounds i8, ptr %3, i64 40
  %153 = load ptr, ptr %152, align 1
  %154 = load i64, ptr %153, align 1
  %155 = getelementptr inbounds i8, ptr %153, i64 16
  %156 = load i64, ptr %155, align 1
  %157 = getelementptr inbounds i8, ptr %153, i64 24
  %158 = load i64, ptr %157, align 1
  %159 = sub i64 %154, %156
  %160 = add i64 %158, %159
  %161 = sub i64 %160, %148
  %162 = icmp ule i64 %161, %151
  %163 = icmp sge i64 %143, 0
  %164 = and i1 %162, %163
  br i1 %164, label %hit11, label %miss12

hit11:                                            ; preds = %filled10
  store i64 %143, ptr %3, align 1
  %165 = getelementptr inbounds i8, ptr %3, i64 104
  store i64 %148, ptr %165, align 1
  %166 = getelementptr inbounds i8, ptr %memo, i64 8
  %167 = load i64, ptr %166, align 1
  %168 = getelementptr inbounds i8, ptr %166, i64 8
  %169 = load i64, ptr %168, align 1
  br label %shared13

miss12:                                           ; preds = %filled10, %next
  %170 = getelementptr inbounds i8, ptr %3, i64 40
  %171 = load ptr, ptr %170, align 1
  %172 = load i64, ptr %171, align 1
  %173 = getelementptr inbounds i8, ptr %171, i64 16
  %174 = load i64, ptr %173, align 1
  %175 = getelementptr inbounds i8, ptr %171, i64 24
  %176 = load i64, ptr %175, align 1
  %177 = sub i64 %172, %174
  %178 = add i64 %176, %177
  %179 = getelementptr inbounds i8, ptr %3, i64 104
  %180 = load i64, ptr %179, align 1
  %181 = call { i64, i64 } @idx_string_ToLower__string(ptr %3, i64 %32, i64 %34) #1
  %182 = extractvalue { i64, i64 } %181, 0
  %183 = extractvalue { i64, i64 } %181, 1
  %184 = getelementptr inbounds i8, ptr %3, i64 8
  %185 = load i32, ptr %184, align 1
  %186 = icmp ne i32 %185, 0
  br i1 %186, label %failed18, label %187

187:                                              ; preds = %miss12
  %188 = getelementptr inbounds i8, ptr %memo, i64 8
  store i64 %182, ptr %188, align 1
  %189 = getelementptr inbounds i8, ptr %188, i64 8
  store i64 %183, ptr %189, align 1
  %190 = load i64, ptr %3, align 1
  %191 = sub i64 %138, %190
  %192 = getelementptr inbounds i8, ptr %memo, i64 32
  store i64 %191, ptr %192, align 1
  %193 = getelementptr inbounds i8, ptr %3, i64 40
  %194 = load ptr, ptr %193, align 1
  %195 = load i64, ptr %194, align 1
  %196 = getelementptr inbounds i8, ptr %194, i64 16
  %197 = load i64, ptr %196, align 1
  %198 = getelementptr inbounds i8, ptr %194, i64 24
  %199 = load i64, ptr %198, align 1
  %200 = sub i64 %195, %197
  %201 = add i64 %199, %200
  %202 = sub i64 %201, %178
  %203 = getelementptr inbounds i8, ptr %3, i64 104
  %204 = load i64, ptr %203, align 1
  %205 = sub i64 %180, %204
  %206 = add i64 %202, %205
  %207 = getelementptr inbounds i8, ptr %memo, i64 40
  store i64 %206, ptr %207, align 1
  store i64 1, ptr %memo, align 1
  br label %shared13

shared13:                                         ; preds = %187, %hit11
  %208 = phi i64 [ %167, %hit11 ], [ %182, %187 ]
  %209 = phi i64 [ %169, %hit11 ], [ %183, %187 ]
  store i64 %208, ptr %parts, align 1
  %210 = getelementptr inbounds i8, ptr %parts, i64 8
  store i64 %209, ptr %210, align 1
  %211 = getelementptr inbounds i8, ptr %parts, i64 16
  store i64 7023474944436600844, ptr %211, align 1
  %212 = getelementptr inbounds i8, ptr %211, i64 8
  store i64 7885630523470278765, ptr %212, align 1
  %213 = call { i64, i64 } @idx_rt_concat2(ptr %3, ptr %parts)
  %214 = getelementptr inbounds i8, ptr %3, i64 8
  %215 = load i32, ptr %214, align 1
  %216 = icmp ne i32 %215, 0
  br i1 %216, label %failed19, label %217

217:                                              ; preds = %shared13
  %218 = extractvalue { i64, i64 } %213, 0
  %219 = extractvalue { i64, i64 } %213, 1
  %220 = trunc i64 %218 to i32
  %221 = icmp ne i32 %220, 0
  br i1 %221, label %set14, label %none15

set14:                                            ; preds = %217
  %222 = mul i64 %row1, 16
  %223 = getelementptr inbounds i8, ptr %13, i64 %222
  store i64 %218, ptr %223, align 1
  %224 = getelementptr inbounds i8, ptr %223, i64 8
  store i64 %219, ptr %224, align 1
  %225 = getelementptr inbounds i8, ptr %15, i64 %row1
  store i8 1, ptr %225, align 1
  br label %230

none15:                                           ; preds = %217
  %226 = mul i64 %row1, 16
  %227 = getelementptr inbounds i8, ptr %13, i64 %226
  store i64 0, ptr %227, align 1
  %228 = getelementptr inbounds i8, ptr %227, i64 8
  store i64 0, ptr %228, align 1
  %229 = getelementptr inbounds i8, ptr %15, i64 %row1
  store i8 0, ptr %229, align 1
  br label %230

230:                                              ; preds = %none15, %set14
  br label %return9

return9:                                          ; preds = %230
  br label %next16

next16:                                           ; preds = %fail17, %return9
  %231 = add i64 %row1, 1
  br label %row

exit:                                             ; preds = %row
  ret void

fail:                                             ; preds = %failed
  %232 = trunc i64 %row1 to i32
  call void @idx_rt_row_failed(ptr %4, i32 0, i32 %232)
  br label %next

failed:                                           ; preds = %miss
  %233 = getelementptr inbounds i8, ptr %3, i64 12
  store i32 0, ptr %233, align 1
  br label %fail

fail17:                                           ; preds = %failed19, %failed18
  %234 = trunc i64 %row1 to i32
  call void @idx_rt_row_failed(ptr %4, i32 1, i32 %234)
  br label %next16

failed18:                                         ; preds = %miss12
  %235 = getelementptr inbounds i8, ptr %3, i64 12
  store i32 1, ptr %235, align 1
  br label %fail17

failed19:                                         ; preds = %shared13
  %236 = getelementptr inbounds i8, ptr %3, i64 12
  store i32 2, ptr %236, align 1
  br label %fail17
}

declare { i64, i64 } @idx_string_ToLower__string(ptr, i64, i64)

; Function Attrs: nounwind
declare void @idx_rt_row_failed(ptr, i32, i32) #1

; Function Attrs: nounwind
declare { i64, i64 } @idx_rt_concat2(ptr, ptr) #1

attributes #0 = { nounwind uwtable }
attributes #1 = { nounwind }
